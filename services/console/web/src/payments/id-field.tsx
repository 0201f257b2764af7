import { Input } from "antd";
import { useEffect, useState } from "react";

/** A filter that is an id, asked for once it is written. */
export function IdField({
  label,
  hint,
  example,
  value,
  onChange,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly example: string;
  readonly value: string;
  readonly onChange: (written: string) => void;
}) {
  const [written, setWritten] = useState(value);
  useEffect(() => setWritten(value), [value]);
  return (
    <label title={hint}>
      <span style={{ display: "block", fontSize: 12 }}>{label}</span>
      <Input
        value={written}
        placeholder={example}
        maxLength={32}
        onChange={(event) => setWritten(event.target.value)}
        onPressEnter={() => onChange(written.trim())}
        onBlur={() => {
          if (written.trim() !== value) onChange(written.trim());
        }}
        style={{ width: 200 }}
      />
    </label>
  );
}

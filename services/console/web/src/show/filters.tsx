import { Input, Select, Space } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { useWords } from "../shell/words.ts";
import { showWords } from "./show-words.ts";
import { useFilter } from "./use-filter.ts";

/** The filters of a list, which wrap on a phone. */
export function Filters({ children }: { readonly children: ReactNode }) {
  return (
    <Space wrap style={{ marginBottom: 12 }}>
      {children}
    </Space>
  );
}

/** A filter that is one of some words, or none of them. */
export function ChoiceFilter({
  name,
  label,
  choices,
}: {
  /** Its name in the address. */
  readonly name: string;
  readonly label: string;
  /** The words and how they are shown. */
  readonly choices: Readonly<Record<string, string>>;
}) {
  const [value, set] = useFilter(name);
  return (
    <Select
      aria-label={label}
      placeholder={label}
      allowClear
      style={{ minWidth: 160 }}
      value={value === "" ? null : value}
      options={Object.entries(choices).map(([word, shown]) => ({ value: word, label: shown }))}
      onChange={(chosen: string | null | undefined) => set(chosen ?? "")}
    />
  );
}

/** A filter that is typed, such as an id. */
export function TextFilter({ name, label }: { readonly name: string; readonly label: string }) {
  const [value, set] = useFilter(name);
  const [written, setWritten] = useState(value);
  useEffect(() => setWritten(value), [value]);
  return (
    <Input.Search
      aria-label={label}
      placeholder={label}
      allowClear
      value={written}
      style={{ width: 240, maxWidth: "100%" }}
      onChange={(event) => setWritten(event.target.value)}
      onSearch={(asked) => set(asked.trim())}
    />
  );
}

/** What names begin with, as they are written: an index answers that, and nothing wider. */
export function NameFilter() {
  const { nameBegins } = useWords(showWords);
  return <TextFilter name="name" label={nameBegins} />;
}

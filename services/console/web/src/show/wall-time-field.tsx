import { Input } from "antd";
import { useSession } from "../session/session-context.ts";
import { momentOfWallTime, wallTimeOf } from "./zoned-time.ts";

/** A moment in the operator's time zone; the value is ISO in UTC, and empty where none is set. */
export function WallTimeField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (moment: string) => void;
}) {
  const zone = useSession().operator.time_zone;
  const written = Number.isNaN(Date.parse(value)) ? "" : wallTimeOf(value, zone);
  return (
    <label>
      <span style={{ display: "block", fontSize: 12 }}>
        {label} ({zone})
      </span>
      <Input
        type="datetime-local"
        value={written}
        onChange={(event) => onChange(momentOfWallTime(event.target.value, zone) ?? "")}
        style={{ width: 210 }}
      />
    </label>
  );
}

import type { JsonDocument } from "../command-result.ts";
import { cellText } from "./cell-text.ts";

/** One object, a member a line; `object` only says what it is and is left out. */
export function renderFields(document: JsonDocument, closing?: string): string {
  const members = Object.entries(document).filter(([name]) => name !== "object");
  const width = Math.max(...members.map(([name]) => name.length));
  const lines = members.map(([name, value]) => `${name.padEnd(width)}  ${cellText(value)}`);
  return (closing === undefined ? lines : [...lines, "", closing]).join("\n");
}

import { AutoComplete, Input } from "antd";
import { useState } from "react";
import { useRead } from "../api/use-read.ts";
import { useWords } from "../shell/words.ts";
import { statementWords } from "./statement-words.ts";

const isAppId = (text: string) => /^app_[0-9a-z]{1,28}$/.test(text);

/** An app by its name, of the newest, or any by its id. */
export function AppChoice({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (appId: string) => void;
}) {
  const words = useWords(statementWords);
  const [written, setWritten] = useState(value);
  const { data } = useRead("statements.apps", { limit: "100" });
  const take = (text: string) => {
    setWritten(text);
    const id = text.trim();
    if (id === "" || isAppId(id)) onChange(id);
  };
  const needle = written.trim().toLowerCase();
  const options = (data?.rows ?? [])
    .filter(({ id, name }) => `${name} ${id}`.toLowerCase().includes(needle) || id === value)
    .map(({ id, name }) => ({ value: id, label: `${name} · ${id}` }));
  return (
    <AutoComplete
      value={written}
      onChange={take}
      options={options}
      style={{ minWidth: 300, maxWidth: "100%" }}
    >
      <Input aria-label={words.app} placeholder={words.appPlaceholder} allowClear />
    </AutoComplete>
  );
}

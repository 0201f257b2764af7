import { Radio } from "antd";
import { useSetLanguage } from "../shell/language-provider.tsx";
import { type Language, useLanguage, useWords } from "../shell/words.ts";
import { sessionWords } from "./session-words.ts";

const languages: readonly { readonly value: Language; readonly label: string }[] = [
  { value: "zh-CN", label: "中文" },
  { value: "en", label: "English" },
];

/** Holds for this browser. */
export function LanguageChoice() {
  const words = useWords(sessionWords);
  const language = useLanguage();
  const setLanguage = useSetLanguage();
  return (
    <Radio.Group
      aria-label={words.language}
      value={language}
      options={languages.map(({ value, label }) => ({ value, label: <span lang={value}>{label}</span> }))}
      onChange={(event) => setLanguage(event.target.value === "en" ? "en" : "zh-CN")}
    />
  );
}

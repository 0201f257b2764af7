import { Button } from "antd";
import { useSetLanguage } from "./language-provider.tsx";
import { shellWords } from "./shell-words.ts";
import { useLanguage, useWords } from "./words.ts";

/** Changes to the other language, which it is named in. */
export function LanguageButton() {
  const words = useWords(shellWords);
  const other = useLanguage() === "en" ? "zh-CN" : "en";
  const setLanguage = useSetLanguage();
  return (
    <Button type="text" onClick={() => setLanguage(other)}>
      <span lang={other}>{words.otherLanguage}</span>
    </Button>
  );
}

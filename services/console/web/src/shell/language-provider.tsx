import { ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { storedLanguage, storeLanguage } from "./language.ts";
import { consoleTheme } from "./theme.ts";
import { type Language, LanguageContext } from "./words.ts";

const SetLanguageContext = createContext<(language: Language) => void>(() => undefined);

/**
 * Who wants less motion gets none: what leaves by a motion that the style sheet takes away would stand there for ever, and
 * a button that has long ended would be read out as loading.
 */
const stillTheme = { ...consoleTheme, token: { ...consoleTheme.token, motion: false } };
const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Chooses the language of the page, and keeps it in the browser. */
export function useSetLanguage(): (language: Language) => void {
  return useContext(SetLanguageContext);
}

/** The language of everything within, of Ant Design's own words and of dates. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(storedLanguage);
  dayjs.locale(language === "en" ? "en" : "zh-cn");
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choose = (chosen: Language) => {
    storeLanguage(chosen);
    setLanguage(chosen);
  };
  return (
    <LanguageContext value={language}>
      <SetLanguageContext value={choose}>
        <ConfigProvider
          locale={language === "en" ? enUS : zhCN}
          theme={isStill ? stillTheme : consoleTheme}
          // Two Chinese characters would be set apart by a space that is read out and found by no search.
          button={{ autoInsertSpace: false }}
        >
          {children}
        </ConfigProvider>
      </SetLanguageContext>
    </LanguageContext>
  );
}

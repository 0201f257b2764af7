import type { SettingView } from "@compose-pay/contracts";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { settingWords } from "./setting-words.ts";

export function SettingValue({ unit, value }: Pick<SettingView, "unit" | "value">) {
  const words = useWords(settingWords);
  switch (unit) {
    case "fen":
      return <Amount fen={value} />;
    case "days":
      return words.days(value);
  }
}

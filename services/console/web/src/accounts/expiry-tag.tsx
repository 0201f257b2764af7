import type { ExpiryLevel } from "@compose-pay/contracts";
import { useWords } from "../shell/words.ts";
import { StateTag } from "../show/state-tag.tsx";
import { accountWords } from "./account-words.ts";

const tones = { well: "good", soon: "warning", expired: "bad" } as const;

/** How far the end of a certificate is. */
export function ExpiryTag({ level }: { readonly level: ExpiryLevel }) {
  const { levels } = useWords(accountWords);
  return <StateTag tone={tones[level]}>{levels[level]}</StateTag>;
}

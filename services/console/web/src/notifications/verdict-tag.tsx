import type { NotificationVerdictName } from "@compose-pay/contracts";
import { useWords } from "../shell/words.ts";
import { StateTag, type Tone } from "../show/state-tag.tsx";
import { notificationWords } from "./notification-words.ts";

const tones: Readonly<Record<NotificationVerdictName, Tone>> = {
  received: "waits",
  applied: "good",
  unchanged: "plain",
  refused: "bad",
  ignored: "plain",
};

export function VerdictTag({ verdict }: { readonly verdict: NotificationVerdictName }) {
  const words = useWords(notificationWords);
  return <StateTag tone={tones[verdict]}>{words.verdicts[verdict]}</StateTag>;
}

import type { NotificationVerdictName } from "@compose-pay/contracts";
import { Tag } from "antd";
import { useWords } from "../shell/words.ts";
import { notificationWords } from "./notification-words.ts";

const colours: Readonly<Record<NotificationVerdictName, string>> = {
  received: "blue",
  applied: "green",
  unchanged: "default",
  refused: "red",
  ignored: "default",
};

export function VerdictTag({ verdict }: { readonly verdict: NotificationVerdictName }) {
  const words = useWords(notificationWords);
  return <Tag color={colours[verdict]}>{words.verdicts[verdict]}</Tag>;
}

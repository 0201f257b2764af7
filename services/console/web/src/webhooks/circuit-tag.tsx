import type { TargetHealthView } from "@compose-pay/contracts";
import { Tag } from "antd";
import { useWords } from "../shell/words.ts";
import { webhookWords } from "./webhook-words.ts";

const colours = { closed: "green", probe: "gold", open: "red" } as const;

/** How it goes at a target; the words say it, the colour only helps. */
export function CircuitTag({ circuit }: Pick<TargetHealthView, "circuit">) {
  const words = useWords(webhookWords);
  return <Tag color={colours[circuit]}>{words.circuit[circuit]}</Tag>;
}

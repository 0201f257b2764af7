import type { BillView } from "@compose-pay/contracts";
import { Tag } from "antd";
import { useWords } from "../shell/words.ts";
import { billWords } from "./bill-words.ts";

const looks = {
  loading: { sign: "↓", color: "processing" },
  loaded: { sign: "✓", color: "success" },
  rejected: { sign: "✕", color: "error" },
} as const;

export function BillState({ state }: Pick<BillView, "state">) {
  const words = useWords(billWords);
  const { sign, color } = looks[state];
  return (
    <Tag color={color}>
      <span aria-hidden="true">{sign} </span>
      {words[state]}
    </Tag>
  );
}

import type { MerchantView } from "@compose-pay/contracts";
import { useWords } from "../shell/words.ts";
import { StateTag } from "../show/state-tag.tsx";
import { merchantWords } from "./merchant-words.ts";

export function MerchantStatus({ status }: Pick<MerchantView, "status">) {
  const words = useWords(merchantWords);
  return status === "frozen" ? (
    <StateTag tone="bad">{words.frozen}</StateTag>
  ) : (
    <StateTag tone="good">{words.active}</StateTag>
  );
}

import type { MerchantView } from "@compose-pay/contracts";
import { Tag } from "antd";
import { useWords } from "../shell/words.ts";
import { merchantWords } from "./merchant-words.ts";

export function MerchantStatus({ status }: Pick<MerchantView, "status">) {
  const words = useWords(merchantWords);
  return status === "frozen" ? <Tag color="red">{words.frozen}</Tag> : <Tag>{words.active}</Tag>;
}

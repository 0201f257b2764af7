import type { DeliveryStatus } from "@compose-pay/contracts";
import { Tag } from "antd";
import { useWords } from "../shell/words.ts";
import { deliveryWords } from "./delivery-words.ts";

const colours: Readonly<Record<DeliveryStatus, string>> = {
  pending: "blue",
  retrying: "gold",
  succeeded: "green",
  exhausted: "red",
  paused: "default",
};

export function DeliveryStatusTag({ status }: { readonly status: DeliveryStatus }) {
  const words = useWords(deliveryWords);
  return <Tag color={colours[status]}>{words.statuses[status]}</Tag>;
}

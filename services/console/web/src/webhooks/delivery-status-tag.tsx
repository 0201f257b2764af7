import type { DeliveryStatus } from "@compose-pay/contracts";
import { useWords } from "../shell/words.ts";
import { StateTag, type Tone } from "../show/state-tag.tsx";
import { deliveryWords } from "./delivery-words.ts";

const tones: Readonly<Record<DeliveryStatus, Tone>> = {
  pending: "waits",
  retrying: "warning",
  succeeded: "good",
  exhausted: "bad",
  paused: "plain",
};

export function DeliveryStatusTag({ status }: { readonly status: DeliveryStatus }) {
  const words = useWords(deliveryWords);
  return <StateTag tone={tones[status]}>{words.statuses[status]}</StateTag>;
}

import type { EndpointRow } from "@compose-pay/contracts";
import { useWords } from "../shell/words.ts";
import { StateTag } from "../show/state-tag.tsx";
import { webhookWords } from "./webhook-words.ts";

/** Whether it is sent to, and why it is not. */
export function EndpointState({
  endpoint: { status, disabled_reason: reason },
}: {
  readonly endpoint: Pick<EndpointRow, "status" | "disabled_reason">;
}) {
  const words = useWords(webhookWords);
  return (
    <StateTag tone={status === "enabled" ? "good" : "plain"}>
      {words.states[status]}
      {reason === null ? null : ` · ${words.disabledReason[reason]}`}
    </StateTag>
  );
}

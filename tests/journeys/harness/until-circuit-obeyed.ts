import { waitFor } from "@compose-pay/test-support";
import type { Stage } from "./stage.ts";

export interface CircuitOrdered {
  readonly accountId: string;
  readonly operationClass: string;
  readonly mode: "open" | "closed";
}

/** Until the metrics of the channel-worker say that it obeys an operator's order. */
export async function untilCircuitObeyed(stage: Stage, ordered: CircuitOrdered): Promise<void> {
  const { accountId, operationClass, mode } = ordered;
  const url = stage.product.process("channel-worker").healthUrl.replace("/readyz", "/metrics");
  const line = new RegExp(
    `^compose_pay_circuit_ordered\\{account="${accountId}",operation_class="${operationClass}".*\\} ${mode === "open" ? "1" : "-1"}$`,
    "m",
  );
  await waitFor(async () => line.test(await (await fetch(url)).text()), {
    deadlineMs: 10_000,
    everyMs: 100,
    what: `${mode} at the worker`,
  });
}

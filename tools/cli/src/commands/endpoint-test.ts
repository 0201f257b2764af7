import { setTimeout as pause } from "node:timers/promises";
import { deliveryAttemptObject, sendTestEvent } from "@compose-pay/application";
import type { DeliveryAttempt } from "@compose-pay/contracts";
import { type Connection, findDeliveryOf, findDeliveryViews } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { defineCommand } from "../command.ts";
import { failed } from "../command-result.ts";
import { endpointParameter } from "../endpoint-parameters.ts";
import { unknownId } from "../outcomes.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";

/** A relay takes the message over after some seconds, and the endpoint has 10 s to answer. */
const patienceMs = 30_000;
const lookEveryMs = 200;

export const endpointTest = defineCommand({
  words: "endpoint test",
  summary: "send a webhook.test event to an endpoint, a disabled one too, and wait for the attempt",
  parameters: { id: endpointParameter },
  run: async (context, { id: endpointId }) =>
    withDatabase(context, async (database) => {
      const asked = { ref: { endpointId }, traceId: newId("cli") };
      const sent = await sendTestEvent({ database, clock: context.clock }, asked);
      if (sent.kind === "not_found") return unknownId("endpoint", endpointId);
      const attempt = await awaitAttempt(database.connection, { eventId: sent.event.id, endpointId });
      if (attempt === null) {
        return failed(
          "test_not_attempted",
          `no worker has attempted ${sent.event.id} in ${patienceMs / 1_000} s; it goes out all the same`,
        );
      }
      const document = { ...attempt };
      return { kind: attempt.error === null ? "done" : "broken", document, text: renderFields(document) };
    }),
});

async function awaitAttempt(
  connection: Connection,
  of: { readonly eventId: string; readonly endpointId: string },
): Promise<DeliveryAttempt | null> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const delivery = await findDeliveryOf(connection, of);
    const isAttempted = delivery !== null && delivery.attemptsMade > 0;
    const last = { most: 1, responsesOf: "all" } as const;
    const [view] = isAttempted ? await findDeliveryViews(connection, [delivery.id], last) : [];
    const attempt = view?.attempts.at(-1);
    if (attempt !== undefined) return deliveryAttemptObject(attempt, of.eventId);
    await pause(lookEveryMs);
  }
  return null;
}

import { targetStateView, webhookEndpointView, webhookReplayObject } from "@compose-pay/application";
import { findDeliveryTarget, findRunningReplay, findWebhookEndpoint } from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { endpointDocument } from "../documents/endpoint-document.ts";
import { endpointParameter } from "../endpoint-parameters.ts";
import { unknownId } from "../outcomes.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";

export const endpointShow = defineCommand({
  words: "endpoint show",
  summary: "show a webhook endpoint, how deliveries to it go, how many wait and which replay runs",
  parameters: { id: endpointParameter },
  run: async (context, { id: endpointId }) =>
    withDatabase(context, async ({ connection }) => {
      const row = await findWebhookEndpoint(connection, { endpointId });
      if (row === null) return unknownId("endpoint", endpointId);
      const now = context.clock.now();
      const target = await findDeliveryTarget(connection, endpointId);
      const fields = {
        ...endpointDocument(webhookEndpointView(row)),
        disabled_at: row.disabledAt?.toISOString() ?? null,
        previous_secret_expires_at: isAfter(row.previousUntil, now) ? row.previousUntil.toISOString() : null,
      };
      const state = await targetStateView(connection, { target, targetId: endpointId, now });
      const running = await findRunningReplay(connection, endpointId);
      const replay = running === null ? null : webhookReplayObject(running);
      const text = renderFields({ ...fields, ...state, replay: replay?.id ?? null });
      return done({ ...fields, target: state, replay }, text);
    }),
});

function isAfter(moment: Date | null, now: Date): moment is Date {
  return moment !== null && moment > now;
}

import { deleteWebhookEndpoint } from "@compose-pay/application";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { endpointParameter } from "../endpoint-parameters.ts";
import { unknownId } from "../outcomes.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";

export const endpointDelete = defineCommand({
  words: "endpoint delete",
  summary: "delete a webhook endpoint and its secrets; what waits for it is given up, its log stays",
  parameters: { id: endpointParameter },
  run: async (context, { id: endpointId }) => {
    const deleted = await withDatabase(context, (database) =>
      deleteWebhookEndpoint({ database, clock: context.clock }, { endpointId }),
    );
    if (deleted.kind === "not_found") return unknownId("endpoint", endpointId);
    const document = { id: endpointId, object: "webhook_endpoint", deleted: true };
    return done(document, renderFields(document));
  },
});

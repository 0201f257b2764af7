import { updateWebhookEndpoint } from "@compose-pay/application";
import type { UpdateWebhookEndpoint } from "@compose-pay/contracts";
import { type Command, defineCommand } from "../command.ts";
import type { CommandContext } from "../command-context.ts";
import { type CommandResult, done } from "../command-result.ts";
import { endpointDocument } from "../documents/endpoint-document.ts";
import { endpointFieldParameters, endpointParameter } from "../endpoint-parameters.ts";
import { unknownId, urlNotAllowed } from "../outcomes.ts";
import { renderFields } from "../render/render-fields.ts";
import { withEndpointKeeping } from "../settings/with-endpoint-keeping.ts";

export const endpointUpdate = defineCommand({
  words: "endpoint update",
  summary: "change a webhook endpoint; what is not given stays",
  parameters: { id: endpointParameter, ...endpointFieldParameters },
  run: (context, { id, url, eventTypes, description, rateLimit, signatures }) =>
    update(context, id, {
      ...(url !== undefined && { url }),
      ...(eventTypes !== undefined && { event_types: eventTypes }),
      ...(description !== undefined && { description }),
      ...(rateLimit !== undefined && { rate_limit: rateLimit }),
      ...(signatures !== undefined && { signatures }),
    }),
});

export const endpointEnable = statusCommand(
  "enable",
  "enabled",
  "send to an endpoint again, what has waited for it first",
);
export const endpointDisable = statusCommand(
  "disable",
  "disabled",
  "send nothing to an endpoint: its deliveries wait",
);

function statusCommand(verb: string, status: "enabled" | "disabled", summary: string): Command {
  return defineCommand({
    words: `endpoint ${verb}`,
    summary,
    parameters: { id: endpointParameter },
    run: (context, { id }) => update(context, id, { status }),
  });
}

async function update(
  context: CommandContext,
  endpointId: string,
  change: UpdateWebhookEndpoint,
): Promise<CommandResult> {
  const updated = await withEndpointKeeping(context, (deps) =>
    updateWebhookEndpoint(deps, { endpointId }, change),
  );
  switch (updated.kind) {
    case "not_found":
      return unknownId("endpoint", endpointId);
    case "url_refused":
      return urlNotAllowed(updated.refusal);
    case "updated": {
      const document = endpointDocument(updated.endpoint);
      return done(document, renderFields(document));
    }
  }
}

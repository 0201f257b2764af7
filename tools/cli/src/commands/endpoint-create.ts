import { createWebhookEndpoint } from "@compose-pay/application";
import { httpUrl } from "@compose-pay/contracts";
import { defineCommand } from "../command.ts";
import { done, failed } from "../command-result.ts";
import { endpointDocument } from "../documents/endpoint-document.ts";
import { endpointFieldParameters } from "../endpoint-parameters.ts";
import { shownOnce, unknownId, urlNotAllowed } from "../outcomes.ts";
import { appParameter, isOn } from "../parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { withEndpointKeeping } from "../settings/with-endpoint-keeping.ts";

export const endpointCreate = defineCommand({
  words: "endpoint create",
  summary: "create a webhook endpoint of an app; prints its secret once",
  parameters: {
    appId: appParameter,
    ...endpointFieldParameters,
    url: { ...endpointFieldParameters.url, schema: httpUrl },
    live: { usage: "--live", help: "for events of live payments instead of test payments", schema: isOn },
  },
  run: async (context, { appId, live, ...given }) => {
    const parameters = {
      url: given.url,
      event_types: given.eventTypes ?? ["*"],
      description: given.description ?? null,
      status: "enabled" as const,
      rate_limit: given.rateLimit ?? null,
      signatures: given.signatures ?? ["v1" as const],
    };
    const made = await withEndpointKeeping(context, (deps) =>
      createWebhookEndpoint(deps, { appId, live, parameters }),
    );
    switch (made.kind) {
      case "app_unknown":
        return unknownId("app", made.appId);
      case "url_refused":
        return urlNotAllowed(made.refusal);
      case "too_many":
        return failed("too_many_endpoints", `app ${appId} has ${made.most} of these, which is the most`);
      case "created": {
        const document = { ...endpointDocument(made.endpoint), secret: made.secret };
        return done(document, renderFields(document, shownOnce));
      }
    }
  },
});

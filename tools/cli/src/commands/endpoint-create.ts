import { createWebhookEndpoint } from "@compose-pay/application";
import { httpUrl } from "@compose-pay/contracts";
import { newId } from "@compose-pay/runtime";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { eventTypeList } from "../event-type-list.ts";
import { shownOnce, unknownId } from "../outcomes.ts";
import { appParameter, lineOf } from "../parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { withSealedDatabase } from "../settings/with-database.ts";

export const endpointCreate = defineCommand({
  words: "endpoint create",
  summary: "create a webhook endpoint of an app; prints its secret once",
  parameters: {
    appId: appParameter,
    url: { usage: "--url <url>", help: "where events are posted to", schema: httpUrl },
    eventTypes: {
      usage: "--event-types <types>",
      help: "types separated by commas, or * for all (the default)",
      schema: eventTypeList,
    },
    description: {
      usage: "--description <text>",
      help: "a note for people",
      schema: lineOf(256)
        .optional()
        .transform((text) => text ?? null),
    },
  },
  run: async (context, input) => {
    const made = await withSealedDatabase(context, (deps) =>
      createWebhookEndpoint({ ...deps, clock: context.clock, newId }, input),
    );
    if (made.kind === "app_unknown") return unknownId("app", made.appId);
    const { endpoint, secret } = made;
    const document = {
      object: "webhook_endpoint",
      id: endpoint.id,
      app_id: endpoint.appId,
      url: endpoint.url,
      event_types: endpoint.eventTypes,
      description: endpoint.description,
      status: endpoint.status,
      created_at: endpoint.createdAt.toISOString(),
      secret,
    };
    return done(document, renderFields(document, shownOnce));
  },
});

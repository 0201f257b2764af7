import { createWebhookEndpoint, webhookEndpointObject } from "@compose-pay/application";
import { httpUrl } from "@compose-pay/contracts";
import { newId, sharedSettings } from "@compose-pay/runtime";
import { createUrlGuard } from "@compose-pay/webhooks";
import { z } from "zod";
import type { CommandContext } from "../command-context.ts";
import { defineCommand } from "../command.ts";
import { done, failed } from "../command-result.ts";
import { eventTypeList } from "../event-type-list.ts";
import { shownOnce, unknownId } from "../outcomes.ts";
import { appParameter, lineOf } from "../parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { readCommandSettings } from "../settings/read-command-settings.ts";
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
  run: async (context, { appId, url, eventTypes, description }) => {
    const parameters = {
      url,
      event_types: eventTypes,
      description,
      status: "enabled",
      rate_limit: null,
      signatures: ["v1"],
    } as const;
    const urlGuard = guardOf(context);
    const made = await withSealedDatabase(context, (deps) =>
      createWebhookEndpoint(
        { ...deps, clock: context.clock, newId, urlGuard },
        { appId, live: false, parameters },
      ),
    );
    switch (made.kind) {
      case "app_unknown":
        return unknownId("app", made.appId);
      case "url_refused":
        return failed("url_not_allowed", `the URL must not be called: ${made.refusal}`);
      case "too_many":
        return failed("too_many_endpoints", `the app has ${made.most} endpoints for test payments already`);
      case "created": {
        const { endpoint, secret } = made;
        const document = { ...webhookEndpointObject(endpoint), app_id: endpoint.appId, secret };
        return done(document, renderFields(document, shownOnce));
      }
    }
  },
});

/** The same rules as those of the services. */
function guardOf(context: CommandContext) {
  const { WEBHOOK_ALLOWED_CIDRS, WEBHOOK_ALLOWED_PORTS } = sharedSettings;
  const settings = readCommandSettings(context, z.object({ WEBHOOK_ALLOWED_CIDRS, WEBHOOK_ALLOWED_PORTS }));
  return createUrlGuard({
    allowedRanges: settings.WEBHOOK_ALLOWED_CIDRS,
    allowedPorts: settings.WEBHOOK_ALLOWED_PORTS,
  });
}

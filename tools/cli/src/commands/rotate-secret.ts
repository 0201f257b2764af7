import { rotateAppSecret, rotateEndpointSecret } from "@compose-pay/application";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { endpointDocument } from "../documents/endpoint-document.ts";
import { endpointParameter } from "../endpoint-parameters.ts";
import { shownOnce, unknownId } from "../outcomes.ts";
import { idOf } from "../parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { withSealedDatabase } from "../settings/with-database.ts";

export const endpointRotateSecret = defineCommand({
  words: "endpoint rotate-secret",
  summary: "give an endpoint a new secret, printed once; the one of now signs as well for 24 h",
  parameters: { id: endpointParameter },
  run: async (context, { id: endpointId }) => {
    const rotated = await withSealedDatabase(context, (deps) =>
      rotateEndpointSecret({ ...deps, clock: context.clock }, { endpointId }),
    );
    // Nothing was shown here, so that it cannot have been rotated since.
    if (rotated.kind !== "rotated") return unknownId("endpoint", endpointId);
    const document = {
      ...endpointDocument(rotated.endpoint),
      secret: rotated.secret,
      previous_secret_expires_at: rotated.previousUntil.toISOString(),
    };
    return done(document, renderFields(document, shownOnce));
  },
});

export const appRotateSecret = defineCommand({
  words: "app rotate-secret",
  summary: "give an app a new secret for what goes to a notify_url, printed once; the old one signs for 24 h",
  parameters: { appId: { usage: "<id>", help: "the app's id", schema: idOf("an app", "app") } },
  run: async (context, { appId }) => {
    const rotated = await withSealedDatabase(context, (deps) =>
      rotateAppSecret({ ...deps, clock: context.clock }, appId),
    );
    if (rotated.kind !== "rotated") return unknownId("app", appId);
    const document = {
      object: "app",
      id: appId,
      webhook_secret: rotated.webhookSecret,
      previous_webhook_secret_expires_at: rotated.previousUntil.toISOString(),
    };
    return done(document, renderFields(document, shownOnce));
  },
});

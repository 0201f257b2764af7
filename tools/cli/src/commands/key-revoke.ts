import { revokeApiKey } from "@compose-pay/application";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { unknownId } from "../outcomes.ts";
import { idOf } from "../parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";

export const keyRevoke = defineCommand({
  words: "key revoke",
  summary: "revoke a key for good; services notice within seconds",
  parameters: {
    keyId: { usage: "<id>", help: "the key's id, not the key itself", schema: idOf("a key", "key") },
  },
  run: async (context, { keyId }) => {
    const revoked = await withDatabase(context, (database) =>
      revokeApiKey({ database, clock: context.clock }, keyId),
    );
    if (revoked.kind === "key_unknown") return unknownId("key", keyId);
    const document = {
      object: "api_key",
      id: keyId,
      revoked_at: revoked.revokedAt.toISOString(),
      changed: revoked.kind === "revoked",
    };
    return done(document, renderFields(document));
  },
});

import { createApiKey } from "@compose-pay/application";
import { newId } from "@compose-pay/runtime";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { keyDocument } from "../documents/key-document.ts";
import { shownOnce, unknownId } from "../outcomes.ts";
import { appParameter, isOn } from "../parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";

export const keyCreate = defineCommand({
  words: "key create",
  summary: "create one more key of an app; prints it once",
  parameters: {
    appId: appParameter,
    live: { usage: "--live", help: "for live accounts and real money; a test key otherwise", schema: isOn },
  },
  run: async (context, input) => {
    const made = await withDatabase(context, (database) =>
      createApiKey({ database, clock: context.clock, newId }, input),
    );
    if (made.kind === "app_unknown") return unknownId("app", made.appId);
    const document = { ...keyDocument(made.apiKey), key: made.secret };
    return done(document, renderFields(document, shownOnce));
  },
});

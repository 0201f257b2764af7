import { createMerchant } from "@compose-pay/application";
import { newId } from "@compose-pay/runtime";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { merchantDocument } from "../documents/merchant-document.ts";
import { lineOf } from "../parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";

export const merchantCreate = defineCommand({
  words: "merchant create",
  summary: "create a merchant",
  parameters: {
    name: { usage: "--name <name>", help: "what people call it", schema: lineOf(128) },
  },
  run: async (context, input) => {
    const merchant = await withDatabase(context, (database) =>
      createMerchant({ database, clock: context.clock, newId }, input),
    );
    const document = merchantDocument(merchant);
    return done(document, renderFields(document));
  },
});

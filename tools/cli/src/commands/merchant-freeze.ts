import { freezeMerchant, type MerchantFrozen, unfreezeMerchant } from "@compose-pay/application";
import { defineCommand } from "../command.ts";
import { type CommandResult, done } from "../command-result.ts";
import { merchantDocument } from "../documents/merchant-document.ts";
import { unknownId } from "../outcomes.ts";
import { idOf } from "../parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";

const parameters = {
  merchantId: { usage: "<id>", help: "the merchant's id", schema: idOf("a merchant", "mer") },
};

export const merchantFreeze = defineCommand({
  words: "merchant freeze",
  summary: "refuse a merchant's calls from now on (merchant_frozen)",
  parameters,
  run: async (context, { merchantId }) =>
    answer(await withDatabase(context, (database) => freezeMerchant({ database }, merchantId))),
});

export const merchantUnfreeze = defineCommand({
  words: "merchant unfreeze",
  summary: "take a frozen merchant's calls again",
  parameters,
  run: async (context, { merchantId }) =>
    answer(await withDatabase(context, (database) => unfreezeMerchant({ database }, merchantId))),
});

function answer(frozen: MerchantFrozen): CommandResult {
  if (frozen.kind === "merchant_unknown") return unknownId("merchant", frozen.merchantId);
  const document = { ...merchantDocument(frozen.merchant), changed: frozen.kind === "changed" };
  return done(document, renderFields(document));
}

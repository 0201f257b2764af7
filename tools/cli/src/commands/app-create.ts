import { createApp } from "@compose-pay/application";
import { newId } from "@compose-pay/runtime";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { appDocument } from "../documents/app-document.ts";
import { shownOnce, unknownId } from "../outcomes.ts";
import { idOf, integerOf, lineOf } from "../parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { withSealedDatabase } from "../settings/with-database.ts";

const mostPerSecond = 100_000;

export const appCreate = defineCommand({
  words: "app create",
  summary: "create an app of a merchant; prints its webhook secret once",
  parameters: {
    merchantId: { usage: "--merchant <id>", help: "the merchant's id", schema: idOf("a merchant", "mer") },
    name: { usage: "--name <name>", help: "what people call it", schema: lineOf(128) },
    rateLimitPerSecond: {
      usage: "--rate-limit-per-second <calls>",
      help: "calls a second, on average (default 100)",
      schema: integerOf(1, mostPerSecond, 100),
    },
    rateLimitBurst: {
      usage: "--rate-limit-burst <calls>",
      help: "calls at once after a pause (default 200)",
      schema: integerOf(1, mostPerSecond, 200),
    },
  },
  run: async (context, input) => {
    const made = await withSealedDatabase(context, (deps) =>
      createApp({ ...deps, clock: context.clock, newId }, input),
    );
    if (made.kind === "merchant_unknown") return unknownId("merchant", made.merchantId);
    const { app, webhookSecret } = made;
    const document = { ...appDocument(app), webhook_secret: webhookSecret };
    return done(document, renderFields(document, shownOnce));
  },
});

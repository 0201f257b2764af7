import { updateApp } from "@compose-pay/application";
import { defineCommand } from "../command.ts";
import { done, usage } from "../command-result.ts";
import { appDocument } from "../documents/app-document.ts";
import { unknownId } from "../outcomes.ts";
import { idOf, integerOf, lineOf } from "../parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";

const mostPerSecond = 100_000;

export const appUpdate = defineCommand({
  words: "app update",
  summary: "change an app's name or its rate limit; what is not given stays",
  parameters: {
    id: { usage: "<id>", help: "the app's id", schema: idOf("an app", "app") },
    name: { usage: "--name <name>", help: "what people call it", schema: lineOf(128).optional() },
    rateLimitPerSecond: {
      usage: "--rate-limit-per-second <calls>",
      help: "calls a second, on average",
      schema: integerOf(1, mostPerSecond).optional(),
    },
    rateLimitBurst: {
      usage: "--rate-limit-burst <calls>",
      help: "calls at once after a pause",
      schema: integerOf(1, mostPerSecond).optional(),
    },
  },
  run: async (context, { id, name, rateLimitPerSecond, rateLimitBurst }) => {
    const change = {
      ...(name !== undefined && { name }),
      ...(rateLimitPerSecond !== undefined && { rateLimitPerSecond }),
      ...(rateLimitBurst !== undefined && { rateLimitBurst }),
    };
    if (Object.keys(change).length === 0)
      return usage("--name", "is missing, as are both limits: one of them must be there");
    const updated = await withDatabase(context, (database) => updateApp({ database }, id, change));
    if (updated.kind === "app_unknown") return unknownId("app", updated.appId);
    const document = appDocument(updated.app);
    return done(document, renderFields(document));
  },
});

import { putRoute, type RoutePut } from "@compose-pay/application";
import { newId } from "@compose-pay/runtime";
import { defineCommand } from "../command.ts";
import { type CommandResult, done, failed, usage } from "../command-result.ts";
import { routeDocument } from "../documents/route-document.ts";
import { unknownId } from "../outcomes.ts";
import { appParameter, idOf, integerOf, isOn, methodParameter, optionalFenOf } from "../parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";

export const routePut = defineCommand({
  words: "route put",
  summary: "let a channel account serve an app's method, or change how",
  parameters: {
    appId: appParameter,
    method: methodParameter,
    channelAccountId: {
      usage: "--account <id>",
      help: "the channel account's id",
      schema: idOf("a channel account", "acc"),
    },
    priority: {
      usage: "--priority <number>",
      help: "the lowest is taken first",
      schema: integerOf(0, 1_000_000),
    },
    minAmount: {
      usage: "--min <fen>",
      help: "smallest payment that goes this way (default: any)",
      schema: optionalFenOf(1),
    },
    maxAmount: {
      usage: "--max <fen>",
      help: "largest payment that goes this way (default: any)",
      schema: optionalFenOf(1),
    },
    disabled: { usage: "--disabled", help: "send no new payments this way", schema: isOn },
  },
  run: async (context, { disabled, ...input }) => {
    const { minAmount, maxAmount } = input;
    if ((minAmount ?? 0) > (maxAmount ?? Infinity)) return usage("--min", "must be at most --max");
    return withDatabase(context, async (database) =>
      answer(await putRoute({ database, clock: context.clock, newId }, { ...input, enabled: !disabled })),
    );
  },
});

function answer(put: RoutePut): CommandResult {
  switch (put.kind) {
    case "app_unknown":
      return unknownId("app", put.appId);
    case "account_unknown":
      return unknownId("channel account", put.accountId);
    case "channel_differs":
      return failed(
        "channel_differs",
        `a method of ${put.methodChannel ?? "no channel"} cannot go to an account of ${put.accountChannel}`,
      );
    case "put": {
      const document = routeDocument(put.route);
      return done(document, renderFields(document));
    }
  }
}

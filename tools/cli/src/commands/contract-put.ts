import { putContract } from "@compose-pay/application";
import { feeRoundings, largestAmount } from "@compose-pay/domain";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { done, usage } from "../command-result.ts";
import { contractDocument } from "../documents/contract-document.ts";
import { unknownId } from "../outcomes.ts";
import { appParameter, integerOf, isOn, methodParameter, optionalFenOf } from "../parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";

const limitParameters = {
  minAmount: {
    usage: "--min-amount <fen>",
    help: "smallest payment (default 1)",
    schema: integerOf(1, largestAmount, 1),
  },
  maxAmount: {
    usage: "--max-amount <fen>",
    help: `largest payment (default ${largestAmount}); the channel's own limit holds besides`,
    schema: integerOf(1, largestAmount, largestAmount),
  },
  dailyAmount: {
    usage: "--daily-amount <fen>",
    help: "of all payments of a day of China that are not given up (default: no bound)",
    schema: z.optional(integerOf(1, Number.MAX_SAFE_INTEGER)).transform((amount) => amount ?? null),
  },
};

const feeParameters = {
  feeRateBps: {
    usage: "--fee-rate-bps <rate>",
    help: "the merchant's fee in basis points: 60 is 0.6 % (default 0)",
    schema: integerOf(0, 10_000, 0),
  },
  feeFixed: {
    usage: "--fee-fixed <fen>",
    help: "added to the fee of each payment (default 0)",
    schema: integerOf(0, largestAmount, 0),
  },
  feeMin: {
    usage: "--fee-min <fen>",
    help: "the least fee of a payment (default 0); never more than the payment",
    schema: integerOf(0, largestAmount, 0),
  },
  feeMax: {
    usage: "--fee-max <fen>",
    help: "the largest fee of a payment (default: no bound)",
    schema: optionalFenOf(0),
  },
  feeRounding: {
    usage: "--fee-rounding <how>",
    help: `what becomes of parts of a fen, ${feeRoundings.join(" or ")} (default half_up)`,
    schema: z.enum(feeRoundings, `must be one of ${feeRoundings.join(", ")}`).default("half_up"),
  },
  feeKept: { usage: "--fee-kept", help: "a refund gives nothing of the fee back", schema: isOn },
};

export const contractPut = defineCommand({
  words: "contract put",
  summary: "say what an app may do with a method, in place of what was said before",
  parameters: {
    appId: appParameter,
    method: methodParameter,
    disabled: { usage: "--disabled", help: "refuse new payments by this method", schema: isOn },
    ...limitParameters,
    ...feeParameters,
  },
  run: async (context, { disabled, feeKept, ...terms }) => {
    if (terms.minAmount > terms.maxAmount) return usage("--min-amount", "must be at most --max-amount");
    if (terms.feeMin > (terms.feeMax ?? Infinity)) return usage("--fee-min", "must be at most --fee-max");
    const put = await withDatabase(context, (database) =>
      putContract(
        { database, clock: context.clock },
        { ...terms, enabled: !disabled, feeReturned: !feeKept },
      ),
    );
    if (put.kind === "app_unknown") return unknownId("app", put.appId);
    const document = contractDocument(put.contract);
    return done(document, renderFields(document));
  },
});

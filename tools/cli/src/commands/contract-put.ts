import { putContract } from "@compose-pay/application";
import { largestAmount } from "@compose-pay/domain";
import { defineCommand } from "../command.ts";
import { done, usage } from "../command-result.ts";
import { unknownId } from "../outcomes.ts";
import { appParameter, integerOf, isOn, methodParameter } from "../parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";

export const contractPut = defineCommand({
  words: "contract put",
  summary: "say what an app may do with a method, in place of what was said before",
  parameters: {
    appId: appParameter,
    method: methodParameter,
    disabled: { usage: "--disabled", help: "refuse new payments by this method", schema: isOn },
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
    feeRateBps: {
      usage: "--fee-rate-bps <rate>",
      help: "the merchant's fee in basis points: 60 is 0.6 % (default 0)",
      schema: integerOf(0, 10_000, 0),
    },
  },
  run: async (context, { disabled, ...terms }) => {
    if (terms.minAmount > terms.maxAmount) return usage("--min-amount", "must be at most --max-amount");
    const put = await withDatabase(context, (database) =>
      putContract({ database, clock: context.clock }, { ...terms, enabled: !disabled }),
    );
    if (put.kind === "app_unknown") return unknownId("app", put.appId);
    const { contract } = put;
    const document = {
      object: "contract",
      app_id: contract.appId,
      method: contract.method,
      enabled: contract.enabled,
      min_amount: contract.minAmount,
      max_amount: contract.maxAmount,
      fee_rate_bps: contract.feeRateBps,
      updated_at: contract.updatedAt.toISOString(),
    };
    return done(document, renderFields(document));
  },
});

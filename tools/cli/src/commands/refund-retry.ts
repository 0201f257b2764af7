import { retryRefund } from "@compose-pay/application";
import { defineCommand } from "../command.ts";
import { done, failed } from "../command-result.ts";
import { unknownId } from "../outcomes.ts";
import { refundParameter } from "../refund-parameters.ts";
import { withDatabase } from "../settings/with-database.ts";

export const refundRetry = defineCommand({
  words: "refund retry",
  summary: "have the channel asked about a refund now, and make it where the channel does not have it",
  parameters: { id: refundParameter },
  run: async (context, { id }) => {
    const { clock } = context;
    const retry = await withDatabase(context, (database) => retryRefund({ database, clock }, id));
    switch (retry.kind) {
      case "refund_unknown":
        return unknownId("refund", id);
      case "ended":
        return failed("refund_ended", `refund ${id} is ${retry.refund.state}, which is its end`);
      case "asked": {
        const { state } = retry.refund;
        const document = { object: "refund_retry", id, state_before: state };
        return done(document, `${id}, which is ${state}, goes to a worker within seconds`);
      }
    }
  },
});

import { createChannelDirectory, settleRefund } from "@compose-pay/application";
import { type ConsoleParsed, payoutPlace } from "@compose-pay/contracts";
import { findRefund } from "@compose-pay/database";
import { done, type Handler, noSuch, refused } from "../api/handler.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { refundRowView } from "./refund-views.ts";

type Payout = Parameters<typeof settleRefund>[1]["payout"];

/**
 * Calls the channel by itself, as the command line does, since what names a card of the customer is in no message and in
 * no row.
 */
export function settleRefundHandler(deps: ConsoleDeps): Handler<"refunds.settle"> {
  return async ({ input, origin }) => {
    const directory = createChannelDirectory(deps);
    try {
      const settlement = await settleRefund(
        { ...deps, directory },
        { refundId: input.id, payout: payoutOf(input.payout), traceId: origin.requestId },
      );
      const to = payoutPlace(input.payout);
      switch (settlement.kind) {
        case "taken": {
          const refund = refundRowView(settlement.view.refund);
          return done({ refund, outcome: "taken" }, { before: { state: "abnormal" }, after: { to, refund } });
        }
        case "unanswered": {
          const view = await findRefund(deps.database.connection, input.id);
          if (view === null) return noSuch("refund");
          const { outcome, reason } = settlement;
          const answer = { refund: refundRowView(view.refund), outcome: "unanswered" } as const;
          return done(answer, { after: { to, outcome, reason } });
        }
        case "declined": {
          const { code, channelCode, channelMessage } = settlement.failure;
          const told = [channelCode, channelMessage].filter((word) => word !== null).join(" ");
          return refused("conflict", `the channel does not do this: ${told || code}`);
        }
        case "not_abnormal":
          return refused("conflict", `the refund is ${settlement.view.refund.state} and not abnormal`);
        case "account_unusable":
          return refused("channel_unavailable", "the channel account of the refund cannot be used");
        case "refund_unknown":
          return noSuch("refund");
      }
    } finally {
      await directory.dispose();
    }
  };
}

function payoutOf(payout: ConsoleParsed<"refunds.settle">["payout"]): Payout {
  if (payout.to === "merchant") return payout;
  const { bank_type: bankType, bank_account: bankAccount, real_name: realName } = payout;
  return { to: "customer_card", bankType, bankAccount, realName };
}

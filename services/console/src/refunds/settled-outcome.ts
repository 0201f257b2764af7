import type { RefundSettlement } from "@compose-pay/application";
import {
  type ConsoleParsed,
  payoutPlace,
  type RefundRequestView,
  type RefundSettled,
} from "@compose-pay/contracts";
import { findRefund } from "@compose-pay/database";
import { done, noSuch, type Outcome, refused } from "../api/handler.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { refundRowView } from "./refund-views.ts";

type Payout = ConsoleParsed<"refunds.settle">["payout"];

/** What was asked for, and the request that a second person has agreed to. */
export interface SettledOf {
  readonly refundId: string;
  readonly payout: Payout;
  readonly request: RefundRequestView | null;
}

/** What came of telling the channel where the money goes, as the page and the audit see it. */
export async function settledOutcome(
  { database }: Pick<ConsoleDeps, "database">,
  settlement: RefundSettlement,
  { refundId, payout, request }: SettledOf,
): Promise<Outcome<RefundSettled>> {
  const to = payoutPlace(payout);
  switch (settlement.kind) {
    case "taken": {
      const refund = refundRowView(settlement.view.refund);
      const answer = { refund, outcome: "taken", not_taken: null, request } as const;
      return done(answer, { before: { state: "abnormal" }, after: { to, refund, request } });
    }
    case "not_taken": {
      const { reason, detail } = settlement;
      const refund = refundRowView(settlement.view.refund);
      const answer = { refund, outcome: "not_taken", not_taken: reason, request } as const;
      return done(answer, { after: { to, outcome: "not_taken", reason, detail } });
    }
    case "unanswered": {
      const view = await findRefund(database.connection, refundId);
      if (view === null) return noSuch("refund");
      const { outcome, reason } = settlement;
      const refund = refundRowView(view.refund);
      const answer = { refund, outcome: "unanswered", not_taken: null, request } as const;
      return done(answer, { after: { to, outcome, reason }, isUnknown: true });
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
}

import {
  approveSettlement,
  type LapseReason,
  requestSettlement,
  type SettlementApproval,
} from "@compose-pay/application";
import { type ConsoleParsed, payoutPlace } from "@compose-pay/contracts";
import { findRefund, type RefundRequestRow } from "@compose-pay/database";
import { done, type Handlers, noSuch, refused, type Refused } from "../api/handler.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { approvalFromFen } from "../live-settings/approval-from-fen.ts";
import { alreadyDecided, requesterDisabled } from "./ended-request-handlers.ts";
import { findRefundRequestView, refundRowView } from "./refund-views.ts";
import { settledOutcome } from "./settled-outcome.ts";

/**
 * Where the money of abnormal refunds goes. Whoever acts last calls the channel by this very call, since what names a
 * card of the customer is in no message and in no row.
 */
export function settleHandlers(
  deps: ConsoleDeps,
): Pick<Handlers, "refunds.settle" | "settle_requests.approve"> {
  const { connection } = deps.database;
  const directory = deps.channels;
  return {
    "refunds.settle": async ({ input: { id, payout }, session, origin }) => {
      const settled = await requestSettlement(
        { ...deps, directory, approvalFromFen: await approvalFromFen(deps) },
        {
          refundId: id,
          payout: payout.to === "merchant" ? payout : cardOf(payout),
          operatorId: session.operator.id,
          traceId: origin.requestId,
        },
      );
      if (settled.kind === "another_waits")
        return refused("conflict", "another card waits for a second person; reject or withdraw that first");
      if (settled.kind !== "waiting")
        return settledOutcome(deps, settled, { refundId: id, payout, request: null });
      const view = await findRefund(connection, id);
      if (view === null) return noSuch("refund");
      const refund = refundRowView(view.refund);
      const request = await findRefundRequestView(connection, settled.request);
      const answer = { refund, outcome: "waiting", not_taken: null, request } as const;
      return done(answer, { after: { to: payoutPlace(payout), request } });
    },
    "settle_requests.approve": async ({ input: { id, payout }, session, origin }) => {
      const approval = await approveSettlement(
        { ...deps, directory },
        { id, payout: cardOf(payout), operatorId: session.operator.id, traceId: origin.requestId },
      );
      if (approval.kind !== "called") return refusedApproval(approval);
      const request = await findRefundRequestView(connection, approval.request);
      const refundId = approval.request.refundId ?? "";
      return settledOutcome(deps, approval.settlement, { refundId, payout, request });
    },
  };
}

function refusedApproval(approval: Exclude<SettlementApproval, { readonly kind: "called" }>): Refused {
  switch (approval.kind) {
    case "request_unknown":
      return noSuch("request");
    case "same_person":
      return refused("not_permitted", "who has asked for it cannot agree to it; it needs a second person");
    case "already_decided":
      return approval.request.state === "lapsed" ? hasLapsed(approval.request) : alreadyDecided();
    case "requester_disabled":
      return requesterDisabled();
    case "destination_differs":
      return cardDiffers(approval.left);
  }
}

const lapseWords: Readonly<Record<LapseReason, string>> = {
  refund_not_abnormal: "the refund is abnormal no more",
  destination_differs: "other cards were entered too often",
  channel_declined: "the channel did not do it",
  asked_anew: "the same was asked for once more",
};

function hasLapsed({ decisionReason }: Pick<RefundRequestRow, "decisionReason">): Refused {
  const why = Object.entries(lapseWords).find(([reason]) => reason === decisionReason)?.[1] ?? "";
  return refused("conflict", `the request has lapsed: ${why}`);
}

function cardDiffers(left: number): Refused {
  const then = left === 0 ? "that was the last try, and the request has lapsed" : `tries left: ${left}`;
  return refused("card_differs", `this is not the card that was asked for; ${then}`);
}

type Card = ConsoleParsed<"settle_requests.approve">["payout"];

function cardOf({ bank_type: bankType, bank_account: bankAccount, real_name: realName }: Card) {
  return { to: "customer_card", bankType, bankAccount, realName } as const;
}

import {
  approveRefundRequest,
  type RefundApproval,
  type RefundRequested,
  requestRefund,
} from "@compose-pay/application";
import { listRefundRequests } from "@compose-pay/database";
import { done, type Handlers, noSuch, refused, type Refused } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { approvalFromFen } from "../live-settings/approval-from-fen.ts";
import { alreadyDecided, requesterDisabled } from "./ended-request-handlers.ts";
import { findRefundRequestView, refundRequestView, refundRowView } from "./refund-views.ts";

type RequestRoutes = "refunds.create" | "refund_requests.list" | "refund_requests.approve";

/** Refunds that operators ask for, and the second person's part. */
export function refundRequestHandlers(deps: ConsoleDeps): Pick<Handlers, RequestRoutes> {
  const { database, clock, outbox } = deps;
  const { connection } = database;
  return {
    "refunds.create": async ({ input, session, origin }) => {
      const asking = { database, clock, approvalFromFen: await approvalFromFen(deps) };
      const asked = await requestRefund(asking, {
        id: input.request_id,
        paymentId: input.payment_id,
        amount: input.amount,
        reason: input.reason,
        operatorId: session.operator.id,
        isAnother: input.is_another,
        traceId: origin.requestId,
      });
      if (asked.kind === "created") {
        outbox.dispatch(asked.messages);
        const refund = refundRowView(asked.refund);
        return done({ kind: "created", refund, request: null }, { after: refund });
      }
      if (asked.kind !== "waiting") return refusedAsking(asked);
      const request = await findRefundRequestView(connection, asked.request);
      return done({ kind: "waiting", refund: null, request }, { after: request });
    },
    "refund_requests.list": async ({ input: { state, after, limit } }) => {
      const rows = await listRefundRequests(connection, { state, after, limit: limit + 1 });
      return done(pageOf(rows, limit, { nextOf: ({ request }) => request.id, show: refundRequestView }));
    },
    "refund_requests.approve": async ({ input: { id }, session, origin }) => {
      const by = { id, operatorId: session.operator.id, traceId: origin.requestId };
      const approval = await approveRefundRequest(deps, by);
      if (approval.kind !== "approved") return refusedApproval(approval);
      outbox.dispatch(approval.messages);
      const request = await findRefundRequestView(connection, approval.request);
      const refund = refundRowView(approval.refund);
      return done({ request, refund }, { before: { state: "waiting" }, after: { request, refund } });
    },
  };
}

function refusedAsking(asked: Exclude<RefundRequested, { readonly kind: "created" | "waiting" }>): Refused {
  switch (asked.kind) {
    case "ended":
      return refused("conflict", "this refund was asked for before, and was rejected or withdrawn");
    case "conflict":
      return refused("refund_no_conflict", "the request's id was used for another refund");
    case "repeated":
      return refused("refund_repeated", `there is one of this amount, made at ${asked.at.toISOString()}`);
    case "payment_unknown":
      return noSuch("payment");
    case "payment_not_succeeded":
      return notSucceeded();
    case "exceeds_balance":
      return exceedsBalance(asked.left);
  }
}

function refusedApproval(approval: Exclude<RefundApproval, { readonly kind: "approved" }>): Refused {
  switch (approval.kind) {
    case "request_unknown":
      return noSuch("refund request");
    case "same_person":
      return refused(
        "not_permitted",
        "who has asked for a refund cannot agree to it; it needs a second person",
      );
    case "already_decided":
      return alreadyDecided();
    case "requester_disabled":
      return requesterDisabled();
    case "number_taken":
      return refused("refund_no_conflict", "the merchant has used the number of this request");
    case "payment_not_succeeded":
      return notSucceeded();
    case "exceeds_balance":
      return exceedsBalance(approval.left);
  }
}

function notSucceeded(): Refused {
  return refused("payment_not_succeeded", "the payment has not succeeded, so there is nothing to refund");
}

function exceedsBalance(left: number): Refused {
  const message = left === 0 ? "must leave something: nothing is left" : `must be at most ${left} fen`;
  return {
    ...refused("refund_exceeds_balance", `of the payment ${left} fen are left to refund`),
    errors: [{ path: "amount", message }],
  };
}

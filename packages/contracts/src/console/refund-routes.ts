import { refundStates } from "@compose-pay/domain";
import { z } from "zod";
import { amount } from "../api/amount.ts";
import { idOf, lineOf, page, type Page, queryMoment, querySwitch, reason } from "./console-input.ts";
import { answerOf, type ConsoleRoute } from "./console-route.ts";
import { type RefundRequestView, refundRequestStates, type RefundSettled } from "./refund-request-views.ts";
import type { RefundApproved, RefundAsked, RefundDetailView, RefundRowView } from "./refund-views.ts";

const refundId = idOf("rfd");

/** Made by the page, once for each refund that somebody wants: the same one again is the same refund. */
const requestId = z
  .string()
  .regex(/^rrq_[0-9a-hjkmnp-tv-z]{26}$/, "must be rrq_ and 26 characters of Crockford's base 32");

const cardPayout = z.strictObject({
  to: z.literal("customer_card"),
  /** In the channel's word. */
  bank_type: z.string().regex(/^[A-Z0-9_]{1,32}$/, "must be the channel's word, such as ICBC_DEBIT"),
  bank_account: z.string().regex(/^\d{6,32}$/, "must be 6 to 32 digits"),
  real_name: lineOf(64),
});

const payout = z.discriminatedUnion("to", [z.strictObject({ to: z.literal("merchant") }), cardPayout]);

/** Of requests: why one ends, for whoever reads it later. */
const withdrawal = z.strictObject({ id: idOf("rrq"), reason: reason.optional() });

/** Where money goes, as the audit may know it: a card by its bank and its last digits. */
export function payoutPlace(given: z.output<typeof payout>) {
  if (given.to === "merchant") return { to: given.to };
  return { to: given.to, bank_type: given.bank_type, card_ends_in: given.bank_account.slice(-4) };
}

const toldOfPayout = (input: { readonly payout: z.output<typeof payout> }) => ({
  payout: payoutPlace(input.payout),
});

export const refundRoutes = {
  /** Newest first; of one state, of one channel account, or both; or of one app, or of one mode. */
  "refunds.list": {
    kind: "read",
    access: "refunds.read",
    input: z
      .strictObject({
        ...page,
        state: z.enum(refundStates, `must be one of ${refundStates.join(", ")}`).optional(),
        account_id: idOf("acc").optional(),
        app_id: idOf("app").optional(),
        live: querySwitch.optional(),
        created_from: queryMoment.optional(),
        created_before: queryMoment.optional(),
      })
      .refine((filter) => filter.state === undefined || (filter.app_id ?? filter.live) === undefined, {
        path: ["state"],
        error: "cannot be combined with app_id or live",
      })
      .refine((filter) => filter.account_id === undefined || (filter.app_id ?? filter.live) === undefined, {
        path: ["account_id"],
        error: "cannot be combined with app_id or live",
      }),
    answer: answerOf<Page<RefundRowView>>(),
  },
  "refunds.show": {
    kind: "read",
    access: "refunds.read",
    input: z.strictObject({ id: refundId }),
    answer: answerOf<RefundDetailView>(),
  },
  /**
   * Gives money back; from `approval_from` on it waits for a second person. Where the payment has one of the same amount
   * of the last ten minutes it is refused with `refund_repeated` unless it `is_another`.
   */
  "refunds.create": {
    kind: "act",
    access: "refunds.create",
    needsStepUp: true,
    input: z.strictObject({
      payment_id: idOf("pay"),
      request_id: requestId,
      amount,
      /** The channel shows it to the customer. */
      reason: lineOf(80),
      is_another: z.boolean().default(false),
    }),
    subject: "payment_id",
    answer: answerOf<RefundAsked>(),
  },
  /** Has the channel asked about it now, and makes it under its number where the channel does not have it. */
  "refunds.retry": {
    kind: "act",
    access: "refunds.act",
    input: z.strictObject({ id: refundId }),
    subject: "id",
    answer: answerOf<RefundRowView>(),
  },
  /**
   * Tells the channel where the money of an abnormal refund goes; to a card, from `approval_from` on, it waits for a
   * second person.
   */
  "refunds.settle": {
    kind: "act",
    access: "refunds.settle",
    needsStepUp: true,
    input: z.strictObject({ id: refundId, payout }),
    subject: "id",
    secrets: ["payout"],
    toldOfSecrets: toldOfPayout,
    answer: answerOf<RefundSettled>(),
  },
  /** Newest first. */
  "refund_requests.list": {
    kind: "read",
    access: "refunds.read",
    input: z.strictObject({
      ...page,
      state: z
        .enum(refundRequestStates, `must be one of ${refundRequestStates.join(", ")}`)
        .default("waiting"),
    }),
    answer: answerOf<Page<RefundRequestView>>(),
  },
  /** Agrees, and the refund is made; never by the operator who asked for it. */
  "refund_requests.approve": {
    kind: "act",
    access: "refunds.approve",
    needsStepUp: true,
    input: z.strictObject({ id: idOf("rrq") }),
    subject: "id",
    answer: answerOf<RefundApproved>(),
  },
  /** Does not agree, to either kind of request. */
  "refund_requests.reject": {
    kind: "act",
    access: "refunds.approve",
    input: z.strictObject({ id: idOf("rrq"), reason }),
    subject: "id",
    answer: answerOf<RefundRequestView>(),
  },
  /** Takes one's own request for a refund back. */
  "refund_requests.withdraw": {
    kind: "act",
    access: "refunds.create",
    input: withdrawal,
    subject: "id",
    answer: answerOf<RefundRequestView>(),
  },
  /**
   * Agrees to where the money of an abnormal refund goes, by entering it once more, and calls the channel; never by the
   * operator who asked for it.
   */
  "settle_requests.approve": {
    kind: "act",
    access: "refunds.approve",
    needsStepUp: true,
    input: z.strictObject({ id: idOf("rrq"), payout: cardPayout }),
    subject: "id",
    secrets: ["payout"],
    toldOfSecrets: toldOfPayout,
    answer: answerOf<RefundSettled>(),
  },
  /** Takes one's own request for where the money goes back. */
  "settle_requests.withdraw": {
    kind: "act",
    access: "refunds.settle",
    input: withdrawal,
    subject: "id",
    answer: answerOf<RefundRequestView>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;

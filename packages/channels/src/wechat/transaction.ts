import type { Money } from "@compose-pay/domain";
import { z } from "zod";

import type { OrderReference, OrderState, UnknownReason } from "../channel.ts";
import { failureOf } from "../failure.ts";
import { partyMembers, type WechatParty } from "./wechat-party.ts";

/** An order as WeChat Pay tells it, in a query's answer and in a notification alike. */
export type TransactionReading =
  | {
      readonly kind: "read";
      readonly outTradeNo: string;
      readonly total: number | null;
      readonly tradeState: TradeState;
      readonly state: OrderState;
    }
  | { readonly kind: "account_differs" | "currency_differs" | "unreadable" };

const tradeStates = [
  "SUCCESS",
  "REFUND",
  "NOTPAY",
  "CLOSED",
  "REVOKED",
  "USERPAYING",
  "PAYERROR",
  "ACCEPT",
] as const;
type TradeState = (typeof tradeStates)[number];

const transaction = z.object({
  ...partyMembers,
  out_trade_no: z.string(),
  trade_state: z.enum(tradeStates),
  trade_state_desc: z.string().catch(""),
  transaction_id: z.string().min(1).max(64).optional(),
  success_time: z.iso.datetime({ offset: true }).optional(),
  amount: z.object({ total: z.int().min(0), currency: z.string().optional() }).optional(),
});

type Transaction = z.output<typeof transaction>;

/** Reads a transaction and holds it against the account; the caller holds it against its order. */
export function readTransaction(body: unknown, party: WechatParty): TransactionReading {
  const parsed = transaction.safeParse(body);
  if (!parsed.success) return { kind: "unreadable" };
  const told = parsed.data;
  if (!party.ownsTransaction(told)) return { kind: "account_differs" };
  // WeChat Pay settles merchants of the mainland in CNY alone and leaves the currency out of some answers.
  if ((told.amount?.currency ?? "CNY") !== "CNY") return { kind: "currency_differs" };
  const state = stateOf(told);
  if (state === null) return { kind: "unreadable" };
  const { out_trade_no: outTradeNo, trade_state: tradeState } = told;
  return { kind: "read", outTradeNo, total: told.amount?.total ?? null, tradeState, state };
}

/** What of a transaction does not fit the order it was asked for, or null. */
export function differenceTo(
  order: OrderReference,
  reading: Extract<TransactionReading, { kind: "read" }>,
): UnknownReason | null {
  if (reading.outTradeNo !== order.outTradeNo) return "number_differs";
  return reading.total !== null && reading.total !== order.money.amount ? "amount_differs" : null;
}

/** `REFUND` is told of every refund, a partial one too: the order was paid. */
function stateOf(told: Transaction): OrderState | null {
  switch (told.trade_state) {
    case "SUCCESS":
    case "REFUND":
      return paidState(told);
    case "NOTPAY":
    case "USERPAYING":
    case "ACCEPT":
      return { state: "waiting" };
    case "CLOSED":
      return { state: "closed", moneyReturned: false };
    case "REVOKED":
      return { state: "closed", moneyReturned: told.success_time !== undefined };
    case "PAYERROR": {
      const refusal = { code: told.trade_state, message: told.trade_state_desc };
      return { state: "failed", failure: failureOf("payment_failed", refusal) };
    }
  }
}

function paidState(told: Transaction): OrderState | null {
  const { amount, transaction_id: channelTradeNo, success_time: paidAt } = told;
  if (amount === undefined || channelTradeNo === undefined || paidAt === undefined) return null;
  const money: Money = { amount: amount.total, currency: "CNY" };
  return { state: "paid", money, channelTradeNo, paidAt: new Date(paidAt) };
}

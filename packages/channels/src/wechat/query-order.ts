import { ok, unknown } from "../answers.ts";
import type { Answer, ChannelCall, ChannelOperation, OrderReference, OrderState } from "../channel.ts";
import type { OperationRun } from "../operation-run.ts";
import { differenceTo, readTransaction, type TransactionReading } from "./transaction.ts";
import type { WechatParts } from "./wechat-parts.ts";

/** WeChat Pay APIv3, query by transaction_id where it is known, else by out_trade_no. */
export async function queryOrder(
  parts: WechatParts,
  order: OrderReference,
  run: OperationRun,
): Promise<Answer<OrderState>> {
  const answer = await lookUpOrder(parts, order, run);
  if (answer.kind !== "ok") return answer;
  const { value, call } = answer;
  if (value === "absent") return ok({ state: "absent" }, call);
  // At the till a reverse gives money back, and one whose answer was lost is seen here first.
  const isReversed = order.method === "wechat_codepay" && value.tradeState === "REFUND";
  return ok(isReversed ? { state: "closed", moneyReturned: true } : value.state, call);
}

/** A transaction that fits the account. */
type ReadTransaction = Extract<TransactionReading, { kind: "read" }>;

/** The same, with WeChat Pay's own word for the state. */
export async function lookUpOrder(
  parts: WechatParts,
  order: OrderReference,
  run: OperationRun,
): Promise<Answer<ReadTransaction | "absent">> {
  const operation: ChannelOperation = "query";
  const { channelTradeNo: id = null } = order;
  const request = id === null ? await parts.build.query(order.outTradeNo) : parts.build.queryById(id);
  const answer = await parts.gateway.call({ operation, request }, run);
  switch (answer.kind) {
    case "accepted":
      return readFor(parts, order, answer);
    case "refused":
      if (answer.meaning.kind === "absent") return ok("absent" as const, answer.refusal.call);
      return unknown("refused", answer.refusal.call, answer.refusal.code);
    case "unknown":
    case "throttled":
    case "misconfigured":
      return answer;
  }
}

/** Reads a transaction and holds it against the account and the order. */
export function readFor(
  { party }: WechatParts,
  order: OrderReference,
  { body, call }: { readonly body: unknown; readonly call: ChannelCall },
): Answer<ReadTransaction> {
  const reading = readTransaction(body, party);
  if (reading.kind === "unreadable") return unknown("answer_unreadable", call);
  if (reading.kind !== "read") return unknown(reading.kind, call);
  const difference = differenceTo(order, reading);
  return difference === null ? ok(reading, call) : unknown(difference, call);
}

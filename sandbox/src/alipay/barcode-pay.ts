import type { Reply } from "../core/answer.ts";
import type { Order } from "../core/order.ts";
import { toYuan } from "../core/yuan.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import type { CodeOutcome } from "./auth-code.ts";
import { outcomeOf } from "./auth-code.ts";
import { parseBiz } from "./biz-content.ts";
import { buyerFields } from "./buyer.ts";
import { businessFailed, stillPaying, success, unknownOutcome } from "./node.ts";
import { placeOrder } from "./place-order.ts";
import { barcodeBiz } from "./product-requests.ts";
import type { Params } from "./signed-params.ts";
import { paidAtField, tradeFields } from "./trade-fields.ts";

/** Above this sum Alipay asks the customer for the password: 1000 yuan, in fen. */
const passwordAbove = 100_000;

/**
 * alipay.trade.pay, the shop scans the customer: 10000 = paid, 10003 = the customer types a password,
 * 20000 = nobody knows. The same parameters again never charge twice: 10003 while it waits,
 * ACQ.TRADE_HAS_SUCCESS once it is paid. What a refused code asked for was never begun.
 */
export function payByCode(desk: AlipayDesk, account: AlipayAccount, params: Params): Reply {
  const parsed = parseBiz(barcodeBiz, params["biz_content"]);
  if ("refused" in parsed) return parsed.refused;
  const { biz } = parsed;
  const outcome = outcomeOf(biz.auth_code);
  const placed = placeOrder(desk, account, { biz, params, ...refusalOf(outcome) });
  if ("refused" in placed) return placed.refused;
  const trade = begin(desk, placed.order, outcome);
  if (outcome.kind !== "begun" || !outcome.isAnswered) return unknownOutcome();
  return trade.paidAt === null
    ? waiting(trade)
    : success({ ...tradeFields(trade), ...paidAtField(trade, "gmt_payment") });
}

/** A code that nothing can begin with: no trade comes into being. */
function refusalOf(outcome: CodeOutcome): { readonly refusal?: Reply } {
  switch (outcome.kind) {
    case "declined":
      return { refusal: businessFailed(outcome.subCode) };
    case "lost":
      return { refusal: unknownOutcome() };
    case "begun":
      return {};
  }
}

/** The trade as it stands after the code was read; only the first reading can pay at once. */
function begin(desk: AlipayDesk, order: Order, outcome: CodeOutcome): Order {
  if (order.scannedAt !== null) return order;
  const trade = desk.payer.scan(order);
  const pays = outcome.kind === "begun" ? outcome.pays : "later";
  if (pays === "at_once" || (pays === "by_sum" && trade.amount <= passwordAbove)) {
    return desk.payer.pay(trade, { notify: "normal", delayMs: 0 }) ?? trade;
  }
  desk.autopay.consider(trade);
  return trade;
}

function waiting(trade: Order): Reply {
  return stillPaying({
    trade_no: trade.transactionId,
    out_trade_no: trade.outTradeNo,
    ...buyerFields(trade),
    total_amount: toYuan(trade.amount),
  });
}

import { z } from "zod";
import type { ChannelName } from "../core/channel-name.ts";
import type { Order } from "../core/order.ts";
import type { BillDay } from "./bill-day.ts";
import { compactDay, parseBillDay } from "./bill-day.ts";
import type { BillLine } from "./bill-line.ts";
import { feeOf } from "./fee.ts";
import { paymentLine } from "./ledger.ts";

/** Ten million lines a day are more than any merchant of ours has. */
export const mostRows = 10_000_000;

export const fillSchema = z.object({ rows: z.int().min(1).max(mostRows) });

/** A bill for load: that many payments, all of which follow from the day and their place. */
export type Fill = z.infer<typeof fillSchema>;

export type FillKey = { readonly channel: ChannelName; readonly account: string; readonly day: BillDay };

/**
 * The rule of filled payments, `i` from 0: their numbers, amounts (100 to 99 999 fen) and times (evenly over
 * the day) are arithmetic, so that whoever needs the same rows elsewhere makes them without asking.
 */
const rule = { base: 100, step: 7_919, modulus: 99_900 } as const;
const digits = 8;
const dayMs = 24 * 60 * 60 * 1000;
const numberPattern = /^fill_(\d{4})(\d{2})(\d{2})_(\d{8})$/;

/** The rule in words, with its constants, as the controls tell it. */
export function describeFill({ channel, day }: FillKey, { rows }: Fill, feeRateBps: number) {
  const date = compactDay(day);
  return {
    i: `0 to ${rows - 1}`,
    out_trade_no: `fill_${date}_ and i in ${digits} digits`,
    transaction_id:
      channel === "wechat" ? `4200008888${date} and i in 10 digits` : `${date}22002 and i in 15 digits`,
    amount: `${rule.base} + (i * ${rule.step}) % ${rule.modulus} fen`,
    fee: `floor((amount * ${feeRateBps} + 5000) / 10000) fen`,
    paid_at: `${day.text}T00:00:00+08:00 and floor(i * ${dayMs} / ${rows}) ms; the bill shows whole seconds`,
  };
}

/** The sums of all rows, in fen. */
export function sumsOfFill({ rows }: Fill, feeRateBps: number): { amount: number; fee: number } {
  const sums = { amount: 0, fee: 0 };
  for (let nth = 0; nth < rows; nth += 1) {
    sums.amount += amountOf(nth);
    sums.fee += feeOf(amountOf(nth), feeRateBps);
  }
  return sums;
}

export function* fillLines(key: FillKey, { rows }: Fill, feeRateBps: number): Generator<BillLine> {
  for (let nth = 0; nth < rows; nth += 1) yield paymentLine(fillOrder(key, rows, nth), feeRateBps);
}

/** The filled order of that number, as if it had been paid; null when the number is not of the fill's form. */
export function filledOrder(
  { channel, account }: Pick<FillKey, "channel" | "account">,
  outTradeNo: string,
  fillOf: (day: BillDay) => Fill | null,
): Order | null {
  const [, year, month, date, place] = numberPattern.exec(outTradeNo) ?? [];
  const day = parseBillDay(`${year}-${month}-${date}`);
  const rows = day === null ? undefined : fillOf(day)?.rows;
  if (day === null || rows === undefined || Number(place) >= rows) return null;
  return fillOrder({ channel, account, day }, rows, Number(place));
}

/** Whether a number may be one of a filled order: such an order stands in the bill already. */
export function isFillNumber(outTradeNo: string): boolean {
  return numberPattern.test(outTradeNo);
}

function amountOf(nth: number): number {
  return rule.base + ((nth * rule.step) % rule.modulus);
}

function fillOrder({ channel, account, day }: FillKey, rows: number, nth: number): Order {
  const date = compactDay(day);
  const at = day.from + Math.floor((nth * dayMs) / rows);
  const amount = amountOf(nth);
  const isWechat = channel === "wechat";
  return {
    id: 0,
    channel,
    account,
    outTradeNo: `fill_${date}_${String(nth).padStart(digits, "0")}`,
    product: isWechat ? "NATIVE" : "FACE_TO_FACE_PAYMENT",
    status: "paid",
    amount,
    paidAmount: amount,
    subject: "fill",
    fingerprint: "",
    details: isWechat ? wechatDetails : alipayDetails,
    notifyUrl: null,
    payCode: "",
    transactionId: isWechat
      ? `4200008888${date}${String(nth).padStart(10, "0")}`
      : `${date}22002${String(nth).padStart(15, "0")}`,
    createdAt: at,
    expiresAt: at,
    scannedAt: at,
    paidAt: at,
    closedAt: null,
    closedBy: null,
  };
}

const wechatDetails = `{"appid":"wx0000000000000000","payer":{"openid":"oFill0000000000000000000000"}}`;
const alipayDetails = `{"echoed":{}}`;

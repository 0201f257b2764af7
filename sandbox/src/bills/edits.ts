import { z } from "zod";
import { toCompactDay } from "../core/china-time.ts";
import type { ChannelName } from "../core/channel-name.ts";
import type { Order } from "../core/order.ts";
import type { BillKey } from "./bills.ts";
import type { BillLine } from "./bill-line.ts";
import { outNoOf } from "./bill-line.ts";
import { feeOf } from "./fee.ts";

const mostFen = 10_000_000_000;
/** An added line says that it happened at noon. */
const noonMs = 12 * 60 * 60 * 1000;

const target = {
  /**
   * The `out_trade_no` of a payment, or the `out_refund_no` of a refund. What a reverse at WeChat Pay gave
   * back is `reverse of {out_trade_no}`, as the controls call it.
   */
  out_no: z.string().min(1).max(64),
  /** Which of the two, where both have the number (a cancel's refund at Alipay); both unless given. */
  kind: z.enum(["payment", "refund"]).optional(),
  /** Whose bill; every account's that has the number unless given, and the demo account's for `add`. */
  account: z.string().min(1).max(32).optional(),
};
const fen = z.int().min(0).max(mostFen);

/** A lie in a bill. Amounts and fees are fen; a status is the channel's own word. */
export const billEditSchema = z.discriminatedUnion("edit", [
  z.strictObject({ ...target, edit: z.literal("drop") }),
  z.strictObject({ ...target, edit: z.literal("duplicate") }),
  z.strictObject({ ...target, edit: z.literal("amount"), value: fen }),
  z.strictObject({ ...target, edit: z.literal("fee"), value: fen }),
  z.strictObject({ ...target, edit: z.literal("status"), value: z.string().min(1).max(32).optional() }),
  z.strictObject({ ...target, edit: z.literal("add"), value: fen.default(100) }),
]);

export type BillEdit = z.infer<typeof billEditSchema>;

/** What an edited status says unless the tester chose the word: something that the books do not say. */
const otherStates = {
  wechat: { payment: "REVOKED", refund: "FAIL" },
  alipay: { payment: "其它", refund: "其它" },
} as const satisfies Readonly<Record<ChannelName, object>>;

export type Editing = {
  readonly key: BillKey;
  readonly edits: readonly BillEdit[];
  readonly feeRateBps: number;
  /** Whose bill gets a line that names no account. */
  readonly demoAccount: string;
};

/** The lines with the edits of their numbers carried out in their order; added ones are the last. */
export function* editLines(lines: Iterable<BillLine>, editing: Editing): Generator<BillLine> {
  const { key, feeRateBps, demoAccount } = editing;
  const mine = editing.edits.filter(
    ({ edit, account = edit === "add" ? demoAccount : key.account }) => account === key.account,
  );
  const byNumber = Map.groupBy(mine, ({ out_no: number }) => number);
  for (const line of lines) {
    const edits = byNumber.get(outNoOf(line));
    if (edits === undefined) yield line;
    else yield* edited(line, edits, key.channel);
  }
  for (const [nth, edit] of mine.entries()) {
    if (edit.edit === "add") yield added(edit, { key, nth, feeRateBps });
  }
}

function edited(line: BillLine, edits: readonly BillEdit[], channel: ChannelName): readonly BillLine[] {
  const kind = line.refund === null ? "payment" : "refund";
  return edits
    .filter((edit) => edit.kind === undefined || edit.kind === kind)
    .reduce<readonly BillLine[]>(
      (lines, edit) => {
        switch (edit.edit) {
          case "drop":
            return [];
          case "duplicate":
            return lines.flatMap((each) => [each, each]);
          case "amount":
            return lines.map((each) => ({ ...each, amount: edit.value }));
          case "fee":
            return lines.map((each) => ({ ...each, fee: edit.value }));
          case "status":
            return lines.map((each) => ({ ...each, status: edit.value ?? otherStates[channel][kind] }));
          case "add":
            return lines;
        }
      },
      [line],
    );
}

/** A line about a trade that the books do not know. */
function added(
  { out_no: outNo, kind, value }: Extract<BillEdit, { edit: "add" }>,
  { key, nth, feeRateBps }: { readonly key: BillKey; readonly nth: number; readonly feeRateBps: number },
): BillLine {
  const at = key.day.from + noonMs;
  const order = { ...strangeOrder(key, nth, at), amount: value, paidAmount: value, outTradeNo: outNo };
  const fee = feeOf(value, feeRateBps);
  const line = { order, refund: null, at, amount: value, fee, status: null };
  if (kind !== "refund") return line;
  const refundId = `5030${toCompactDay(at)}${strange(nth, 17)}`;
  const about = { id: -1 - nth, orderId: order.id, outRefundNo: outNo, refundId, amount: value };
  const ended = { status: "success", createdAt: at, endedAt: at } as const;
  const refund = { ...about, ...ended, reason: null, fingerprint: "", details: "{}", notifyUrl: null };
  return { ...line, order: { ...order, outTradeNo: `of-${outNo}` }, refund };
}

function strangeOrder({ channel, account, day }: BillKey, nth: number, at: number): Order {
  const date = toCompactDay(day.from);
  const isWechat = channel === "wechat";
  return {
    id: -1 - nth,
    channel,
    account,
    outTradeNo: "",
    product: isWechat ? "NATIVE" : "FACE_TO_FACE_PAYMENT",
    status: "paid",
    amount: 0,
    paidAmount: 0,
    subject: "?",
    fingerprint: "",
    details: isWechat ? `{"appid":"wx0000000000000000"}` : `{"echoed":{}}`,
    notifyUrl: null,
    payCode: "",
    transactionId: isWechat ? `4200009999${date}${strange(nth, 10)}` : `${date}22001${strange(nth, 15)}`,
    createdAt: at,
    expiresAt: at,
    scannedAt: at,
    paidAt: at,
    closedAt: null,
    closedBy: null,
  };
}

/** Counts down from the highest number, where no true one comes. */
function strange(nth: number, digits: number): string {
  return String(10n ** BigInt(digits) - 1n - BigInt(nth));
}

import type { Database } from "@compose-pay/database";

/** Rows that the console's lists are read from; of one app and one account, over the last 30 days. */
export interface SeedWish {
  readonly appId: string;
  readonly accountId: string;
  readonly rows: number;
  readonly until: Date;
}

const rowsInStatement = 10_000;
const spanMs = 30 * 86_400_000;

/** Stores payments with an attempt each, nine of ten succeeded; nothing else is written about them. */
export async function seedPayments(database: Database, wish: SeedWish): Promise<void> {
  for (let from = 0; from < wish.rows; from += rowsInStatement) {
    const places = Array.from(
      { length: Math.min(rowsInStatement, wish.rows - from) },
      (_, nth) => from + nth,
    );
    const seeds = places.map((place) => seedOf(wish, place));
    await database.pool.query(insertPayments, [seeds.map(({ payment }) => payment)]);
    await database.pool.query(insertAttempts, [seeds.map(({ attempt }) => attempt)]);
  }
}

/** The number of the payment at a place, from 0, the oldest first. */
export function seedNumbers(place: number) {
  const digits = String(place).padStart(20, "0");
  return {
    payment: `pay_bench0${digits}`,
    attempt: `att_bench0${digits}`,
    orderNo: `B${place}`,
    tradeNo: `T${digits}`,
  };
}

function seedOf({ appId, accountId, rows, until }: SeedWish, place: number) {
  const { payment, attempt, orderNo, tradeNo } = seedNumbers(place);
  const createdMs = until.getTime() - spanMs + Math.floor((place * spanMs) / rows);
  const at = momentText(createdMs);
  const expires = momentText(createdMs + 1_800_000);
  const amount = 100 + ((place * 7_919) % 99_900);
  const isPaid = place % 10 !== 0;
  const method = place % 3 === 0 ? "alipay_qr" : "wechat_native";
  const channel = place % 3 === 0 ? "alipay" : "wechat";
  const paidAt = isPaid ? at : null;
  const [status, state] = isPaid ? ["succeeded", "succeeded"] : ["closed", "closed"];
  return {
    payment: [
      payment,
      appId,
      orderNo,
      noSha,
      amount,
      0,
      0,
      "CNY",
      status,
      method,
      "Tea",
      "{}",
      0,
      attempt,
      1,
      "bench",
      at,
      expires,
      paidAt,
    ],
    attempt: [
      attempt,
      payment,
      method,
      channel,
      accountId,
      amount,
      "CNY",
      state,
      isPaid ? tradeNo : null,
      terms,
      0,
      0,
      0,
      "bench",
      at,
      expires,
      at,
    ],
  };
}

const noSha = "0".repeat(64);
const terms = '{"rateBps":60,"fixed":0,"min":0,"max":null,"rounding":"half_up","returnedOnRefund":true}';

function momentText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 23).replace("T", " ");
}

const insertPayments = `INSERT INTO payments (id, app_id, order_no, parameters_sha256, amount, amount_refunded, fee, currency,
  status, method, subject, metadata, live, current_attempt_id, event_sequence, trace_id, created_at, expires_at, paid_at)
  VALUES ?`;
const insertAttempts = `INSERT INTO attempts (id, payment_id, method, channel, channel_account_id, amount, currency, state,
  channel_trade_no, fee_terms, fee, queries_made, close_requested, trace_id, created_at, expires_at, settled_at)
  VALUES ?`;

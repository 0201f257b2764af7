import { z } from "zod";

import type {
  HttpReply,
  NotificationReading,
  NotificationRefusal,
  RawNotification,
} from "../notification-reading.ts";
import type { AlipayCredentials } from "./alipay-credentials.ts";
import type { AlipayTrust } from "./alipay-trust.ts";
import { isSerial } from "./crypto/certificate-serial.ts";
import { decodeForm } from "./crypto/form-fields.ts";
import { isNotificationAuthentic } from "./crypto/notification-signature.ts";
import type { Fields } from "./crypto/signed-content.ts";
import { readTrade, tradeStatus } from "./trade.ts";

const notification = z.object({ notify_id: z.string().min(1).max(128), notify_type: z.string().max(64) });

const tradeFields = z.object({
  out_trade_no: z.string().min(1).max(64),
  trade_no: z.string().min(1).max(64),
  trade_status: tradeStatus,
  total_amount: z.string(),
  gmt_payment: z.string().optional(),
  refund_fee: z.string().optional(),
});

/** What the account knows by which it judges a notification. */
export interface NotificationJudge {
  readonly credentials: AlipayCredentials;
  readonly trust: AlipayTrust;
}

/**
 * Alipay OpenAPI, asynchronous notification of a trade: decoded once, verified, held against the account.
 *
 * A refund is told under its trade, as the trade stands after it: `TRADE_SUCCESS` after a part, still a paid
 * order; `TRADE_CLOSED` after all, an order whose money was returned. Its `out_biz_no` names the refund, but
 * the only sum is `refund_fee`, all that was refunded so far, from which the money of one refund cannot be
 * known; so every such notification is about the payment, and a refund's own query tells its money.
 */
export function readAlipayNotification(
  raw: RawNotification,
  now: Date,
  judge: NotificationJudge,
): NotificationReading {
  const fields = decodeForm(raw.body);
  if (fields === null) return refused("malformed");
  const distrust = distrustOf(fields, now, judge);
  if (distrust !== null) return distrust;
  const head = notification.safeParse(fields).data;
  if (head === undefined) return refused("malformed");
  if (head.notify_type !== "trade_status_sync") {
    return { kind: "ignored", notificationId: head.notify_id, reason: head.notify_type, reply: taken };
  }
  const told = tradeFields.safeParse(withoutEmpty(fields)).data;
  const trade = told === undefined ? null : readTrade({ ...told, paymentTime: told.gmt_payment }, now);
  if (trade === null) return refused("malformed");
  const { outTradeNo, state } = trade;
  return { kind: "payment", notificationId: head.notify_id, outTradeNo, state, reply: taken };
}

/**
 * The message names its own signature type, and the older one (RSA with SHA-1) is forgeable: only RSA2 is
 * taken, whatever the message says.
 */
function distrustOf(
  fields: Fields,
  now: Date,
  { credentials, trust }: NotificationJudge,
): NotificationReading | null {
  if (!fields["sign"]) return refused("signature_missing");
  if (fields["sign_type"] !== "RSA2") return refused("algorithm_refused");
  if ((fields["charset"] ?? "utf-8").toLowerCase() !== "utf-8") return refused("malformed");
  const serial = fields["alipay_cert_sn"] || null;
  const keys = trust.keysFor(serial, now);
  if (keys === null && isSerial(serial)) return { ...refused("key_unknown"), serial };
  if (!keys?.some((key) => isNotificationAuthentic(fields, key))) return refused("signature_wrong");
  const isOurs = fields["app_id"] === credentials.appId && fields["seller_id"] === credentials.sellerId;
  return isOurs ? null : refused("account_differs");
}

/** An empty field says no more than one that is missing. */
function withoutEmpty(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));
}

/** These seven bytes and nothing around them. */
const taken: HttpReply = { status: 200, contentType: "text/plain", body: "success" };

/** Any other body makes Alipay send again, on its own schedule of about 25 hours. */
function refused(reason: NotificationRefusal) {
  const reply: HttpReply = { status: 400, contentType: "text/plain", body: "failure" };
  return { kind: "refused" as const, reason, reply };
}

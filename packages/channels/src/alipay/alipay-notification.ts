import { z } from "zod";

import type { HttpReply, NotificationReading, NotificationRefusal, RawNotification } from "../channel.ts";
import type { AlipayCredentials } from "./alipay-credentials.ts";
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
});

/** Alipay OpenAPI, asynchronous notification of a trade: decoded once, verified, held against the account. */
export function readAlipayNotification(
  raw: RawNotification,
  now: Date,
  credentials: AlipayCredentials,
): NotificationReading {
  const fields = decodeForm(raw.body);
  if (fields === null) return refused("malformed");
  const distrust = distrustOf(fields, credentials);
  if (distrust !== null) return refused(distrust);
  const head = notification.safeParse(fields).data;
  if (head === undefined) return refused("malformed");
  if (head.notify_type !== "trade_status_sync") {
    return { kind: "ignored", notificationId: head.notify_id, reason: head.notify_type, reply: taken };
  }
  const told = tradeFields.safeParse(fields).data;
  const trade = told === undefined ? null : readTrade({ ...told, paymentTime: told.gmt_payment }, now);
  if (trade === null) return refused("malformed");
  const { outTradeNo, state } = trade;
  return { kind: "payment", notificationId: head.notify_id, outTradeNo, state, reply: taken };
}

/**
 * The message names its own signature type, and the older one (RSA with SHA-1) is forgeable: only RSA2 is
 * taken, whatever the message says.
 */
function distrustOf(fields: Fields, credentials: AlipayCredentials): NotificationRefusal | null {
  if (!fields["sign"]) return "signature_missing";
  if (fields["sign_type"] !== "RSA2") return "algorithm_refused";
  if ((fields["charset"] ?? "utf-8").toLowerCase() !== "utf-8") return "malformed";
  if (!isNotificationAuthentic(fields, credentials.alipayKey)) return "signature_wrong";
  const isOurs = fields["app_id"] === credentials.appId && fields["seller_id"] === credentials.sellerId;
  return isOurs ? null : "account_differs";
}

/** These seven bytes and nothing around them. */
const taken: HttpReply = { status: 200, contentType: "text/plain", body: "success" };

/** Any other body makes Alipay send again, on its own schedule of about 25 hours. */
function refused(reason: NotificationRefusal): NotificationReading {
  return { kind: "refused", reason, reply: { status: 400, contentType: "text/plain", body: "failure" } };
}

import { z } from "zod";

import type { HttpReply, NotificationReading, NotificationRefusal, RawNotification } from "../channel.ts";
import { verifyPlatformMessage } from "./crypto/message-verification.ts";
import { unsealText } from "./crypto/sealed-text.ts";
import { readTransaction } from "./transaction.ts";
import { readJson } from "./wechat-body.ts";
import type { WechatCredentials } from "./wechat-credentials.ts";

const envelope = z.object({
  id: z.string().min(1).max(64),
  event_type: z.string().min(1).max(64),
  resource: z.object({
    algorithm: z.string(),
    ciphertext: z.string().max(1_048_576),
    nonce: z.string().min(1).max(64),
    associated_data: z.string().max(256).optional(),
  }),
});

/** WeChat Pay APIv3, payment notification: verified on the raw bytes, then opened, then held against the account. */
export function readWechatNotification(
  raw: RawNotification,
  now: Date,
  credentials: WechatCredentials,
): NotificationReading {
  const verification = verifyPlatformMessage(raw, credentials.platformKeys, now);
  if (verification.kind === "refused") return refused(verification.reason);
  const parsed = envelope.safeParse(readJson(raw.body));
  if (!parsed.success) return refused("malformed");
  const { id, event_type: eventType, resource } = parsed.data;
  if (!eventType.startsWith("TRANSACTION.")) {
    return { kind: "ignored", notificationId: id, reason: eventType, reply: taken };
  }
  if (resource.algorithm !== "AEAD_AES_256_GCM") return refused("algorithm_refused");
  const text = unsealText(resource, credentials.apiV3Key);
  if (text === null) return refused("ciphertext_wrong");
  const reading = readTransaction(readJson(Buffer.from(text)), credentials);
  if (reading.kind === "account_differs") return refused("account_differs");
  if (reading.kind !== "read") return refused("malformed");
  const { outTradeNo, state } = reading;
  return { kind: "payment", notificationId: id, outTradeNo, state, reply: taken };
}

const taken: HttpReply = { status: 200, contentType: "application/json", body: '{"code":"SUCCESS"}' };

/** Any 4xx or 5xx makes WeChat Pay send again, on its own schedule of about 24 hours. */
function refused(reason: NotificationRefusal): NotificationReading {
  const body = JSON.stringify({ code: "FAIL", message: reason });
  return {
    kind: "refused",
    reason,
    reply: { status: statusOf[reason], contentType: "application/json", body },
  };
}

const statusOf: Readonly<Record<NotificationRefusal, number>> = {
  malformed: 400,
  signature_missing: 401,
  signature_wrong: 401,
  signature_probe: 401,
  key_unknown: 500,
  timestamp_skewed: 401,
  algorithm_refused: 400,
  ciphertext_wrong: 400,
  account_differs: 400,
};

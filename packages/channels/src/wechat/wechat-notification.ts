import { z } from "zod";

import type {
  HttpReply,
  NotificationReading,
  NotificationRefusal,
  RawNotification,
} from "../notification-reading.ts";
import { verifyPlatformMessage } from "./crypto/message-verification.ts";
import { unsealText } from "./crypto/sealed-text.ts";
import { readRefundNotice } from "./refund-reading.ts";
import { readTransaction } from "./transaction.ts";
import { readJson } from "./wechat-body.ts";
import type { WechatCredentials } from "./wechat-credentials.ts";
import { partyMembers, type WechatParty } from "./wechat-party.ts";

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

type Envelope = z.output<typeof envelope>;

export interface NotificationReader {
  readonly credentials: WechatCredentials;
  readonly party: WechatParty;
}

/** WeChat Pay APIv3, notifications: verified on the raw bytes, then opened, then held against the account. */
export function readWechatNotification(
  reader: NotificationReader,
  raw: RawNotification,
  now: Date,
): NotificationReading {
  const { platformKeys, apiV3Key } = reader.credentials;
  const verification = verifyPlatformMessage(raw, platformKeys, now);
  if (verification.kind === "refused") return refused(verification.reason, verification.detail);
  const parsed = envelope.safeParse(readJson(raw.body));
  if (!parsed.success) return refused("malformed");
  const { id, event_type: eventType, resource } = parsed.data;
  const read = readerOf(eventType);
  if (read === null) return { kind: "ignored", notificationId: id, reason: eventType, reply: taken };
  if (resource.algorithm !== "AEAD_AES_256_GCM") return refused("algorithm_refused");
  const text = unsealText(resource, apiV3Key);
  if (text === null) return refused("ciphertext_wrong");
  return read(parsed.data, readJson(Buffer.from(text)), reader.party);
}

type ContentReader = (envelope: Envelope, content: unknown, party: WechatParty) => NotificationReading;

function readerOf(eventType: string): ContentReader | null {
  if (eventType.startsWith("TRANSACTION.")) return readPayment;
  return eventType.startsWith("REFUND.") ? readRefundEnd : null;
}

const readPayment: ContentReader = ({ id }, content, party) => {
  const reading = readTransaction(content, party);
  if (reading.kind === "account_differs") return refused("account_differs");
  if (reading.kind !== "read") return refused("malformed");
  const { outTradeNo, state } = reading;
  return { kind: "payment", notificationId: id, outTradeNo, state, reply: taken };
};

const readRefundEnd: ContentReader = ({ id }, content, party) => {
  const parties = z.object(partyMembers).safeParse(content).data;
  const told = readRefundNotice(content);
  if (parties === undefined || told === null) return refused("malformed");
  if (!party.ownsRefund(parties)) return refused("account_differs");
  const { outTradeNo, outRefundNo, progress } = told;
  return { kind: "refund", notificationId: id, outTradeNo, outRefundNo, progress, reply: taken };
};

const taken: HttpReply = { status: 200, contentType: "application/json", body: '{"code":"SUCCESS"}' };

/** Any 4xx or 5xx makes WeChat Pay send again, on its own schedule of about 24 hours. */
function refused(reason: NotificationRefusal, detail: string | null = null): NotificationReading {
  const body = JSON.stringify({ code: "FAIL", message: reason });
  const reply = { status: statusOf[reason], contentType: "application/json", body };
  const serial = reason === "key_unknown" ? detail : null;
  return { kind: "refused", reason, ...(serial !== null && { serial }), reply };
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

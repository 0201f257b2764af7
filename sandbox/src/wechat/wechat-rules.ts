import { randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import type { ChannelRules, NotificationMessage } from "../core/channel-rules.ts";
import { toRfc3339 } from "../core/china-time.ts";
import type { Clock } from "../core/clock.ts";
import type { Notification, Tamper } from "../core/notification.ts";
import type { Order } from "../core/order.ts";
import type { WechatAccount, WechatAccounts } from "./account.ts";
import { encryptResource } from "./aead.ts";
import type { NotificationSigning } from "./notification-signing.ts";
import { newRequestId, prove, spoilProof } from "./seal.ts";
import { toTransaction, transactionId } from "./transaction.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** 15 resends over a good 24 hours (WeChat Pay APIv3, payment notification). */
const resendDelaysMs = [
  15 * second,
  15 * second,
  30 * second,
  3 * minute,
  10 * minute,
  20 * minute,
  30 * minute,
  30 * minute,
  30 * minute,
  60 * minute,
  3 * hour,
  3 * hour,
  3 * hour,
  6 * hour,
  6 * hour,
];

const staleByMs = 10 * minute;

/** The constant part of a notification; resends repeat it byte for byte. */
const envelope = z.object({
  id: z.string(),
  create_time: z.string(),
  resource_type: z.literal("encrypt-resource"),
  event_type: z.string(),
  summary: z.string(),
  resource: z.object({
    original_type: z.string(),
    algorithm: z.literal("AEAD_AES_256_GCM"),
    ciphertext: z.string(),
    associated_data: z.string(),
    nonce: z.string(),
  }),
});
type Envelope = z.infer<typeof envelope>;

export type WechatRuleParts = {
  readonly clock: Clock;
  readonly accounts: WechatAccounts;
  readonly signing: NotificationSigning;
};

export function createWechatRules({ clock, accounts, signing }: WechatRuleParts): ChannelRules {
  const accountOf = (order: Order): WechatAccount => {
    const account = accounts.find(order.account);
    if (account === null) throw new Error(`order ${order.outTradeNo} belongs to no known merchant`);
    return account;
  };
  return {
    tradeBeginsWith: "payment",
    transactionId,
    resendDelaysMs,
    isTaken: (status) => status === 200 || status === 204,
    paymentNotification: (order) => paymentNotification(order, accountOf(order), clock.now()),
    async message(notification, order, tamper): Promise<NotificationMessage> {
      const body = bodyOf(notification, order, { account: accountOf(order), tamper });
      const sentAt = clock.realNow() - (tamper === "timestamp" ? staleByMs : 0);
      const proof = await prove(signing.draw(sentAt), body, sentAt);
      const spoil = tamper === "signature" || tamper === "signtest" ? tamper : null;
      return {
        headers: {
          "Content-Type": "application/json",
          "User-Agent": "Mozilla/4.0",
          "Request-ID": newRequestId(0),
          ...spoilProof(proof, spoil),
        },
        body,
      };
    },
  };
}

function paymentNotification(order: Order, account: WechatAccount, nowMs: number): Notification {
  const id = randomUUID();
  const content: Envelope = {
    id,
    create_time: toRfc3339(nowMs),
    resource_type: "encrypt-resource",
    event_type: "TRANSACTION.SUCCESS",
    summary: "支付成功",
    resource: encryptTransaction(toTransaction(order), account),
  };
  return { id, orderId: order.id, refund: null, type: content.event_type, content: JSON.stringify(content) };
}

function encryptTransaction(transaction: unknown, account: WechatAccount): Envelope["resource"] {
  const nonce = randomBytes(6).toString("hex");
  const associatedData = "transaction";
  return {
    original_type: "transaction",
    algorithm: "AEAD_AES_256_GCM",
    ciphertext: encryptResource(account.apiv3Key, JSON.stringify(transaction), { nonce, associatedData }),
    associated_data: associatedData,
    nonce,
  };
}

/** The body as it was first sent, or one whose content was changed before it is signed. */
function bodyOf(
  notification: Notification,
  order: Order,
  { account, tamper }: { readonly account: WechatAccount; readonly tamper: Tamper | null },
): string {
  const change = (resource: Envelope["resource"]) =>
    JSON.stringify({ ...envelope.parse(JSON.parse(notification.content)), resource });
  switch (tamper) {
    case "amount": {
      const wrong = { ...order, paidAmount: (order.paidAmount ?? order.amount) + 1 };
      return change(encryptTransaction(toTransaction(wrong), account));
    }
    case "account": {
      const mchid = `${BigInt(account.mchid) + 1n}`;
      return change(encryptTransaction({ ...toTransaction(order), mchid }, account));
    }
    case "ciphertext": {
      const { resource } = envelope.parse(JSON.parse(notification.content));
      return change({ ...resource, ciphertext: flipFirstByte(resource.ciphertext) });
    }
    case "signature":
    case "signtest":
    case "timestamp":
    case null:
      return notification.content;
  }
}

function flipFirstByte(base64: string): string {
  const bytes = Buffer.from(base64, "base64");
  bytes.writeUInt8(bytes.readUInt8(0) ^ 0x01, 0);
  return bytes.toString("base64");
}

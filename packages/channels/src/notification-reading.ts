import type { OrderState } from "./channel.ts";
import type { RefundProgress } from "./refund.ts";

export interface RawNotification {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes that arrived. */
  readonly body: Buffer;
}

/** `reply` is what the channel must get back; for a refused one it makes the channel send again. */
export type NotificationReading =
  | {
      readonly kind: "payment";
      /** The same on every resend of one notification. */
      readonly notificationId: string;
      readonly outTradeNo: string;
      readonly state: OrderState;
      readonly reply: HttpReply;
    }
  | {
      readonly kind: "refund";
      readonly notificationId: string;
      readonly outTradeNo: string;
      readonly outRefundNo: string;
      readonly progress: RefundProgress;
      readonly reply: HttpReply;
    }
  | {
      readonly kind: "ignored";
      readonly notificationId: string;
      readonly reason: string;
      readonly reply: HttpReply;
    }
  | {
      readonly kind: "refused";
      readonly reason: NotificationRefusal;
      /** Of the key that is not known, with `key_unknown`, where the notification names it. */
      readonly serial?: string;
      readonly reply: HttpReply;
    };

export type NotificationRefusal =
  | "malformed"
  | "signature_missing"
  | "signature_wrong"
  | "signature_probe"
  | "key_unknown"
  | "timestamp_skewed"
  | "algorithm_refused"
  | "ciphertext_wrong"
  | "account_differs";

export interface HttpReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

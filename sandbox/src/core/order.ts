import type { ChannelName } from "./channel-name.ts";

export type OrderStatus = "waiting" | "paid" | "closed";

/** One order at a channel. Money is integer fen, times are milliseconds of the sandbox's clock. */
export type Order = {
  readonly id: number;
  readonly channel: ChannelName;
  /** The mchid or app_id that created it. */
  readonly account: string;
  readonly outTradeNo: string;
  /** The product it was created with, in the channel's word: `NATIVE`, `QR_CODE_OFFLINE`. */
  readonly product: string;
  readonly status: OrderStatus;
  /** What the merchant asked for. */
  readonly amount: number;
  /** What the channel took; null until paid. */
  readonly paidAmount: number | null;
  readonly subject: string;
  /** Of the parameters of its creation: equal requests, equal fingerprints. */
  readonly fingerprint: string;
  /** JSON of what only the channel's own code reads. */
  readonly details: string;
  readonly notifyUrl: string | null;
  /** The text inside the QR code. */
  readonly payCode: string;
  readonly transactionId: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** When a customer first opened it; the Alipay trade exists from then on. */
  readonly scannedAt: number | null;
  readonly paidAt: number | null;
  readonly closedAt: number | null;
  /** Who ended it; null = nobody, its time was over, or it is not closed. */
  readonly closedBy: "customer" | "merchant" | null;
};

export type NewOrder = Omit<
  Order,
  "id" | "status" | "paidAmount" | "transactionId" | "scannedAt" | "paidAt" | "closedAt" | "closedBy"
>;

export const refundEnds = ["success", "abnormal", "closed"] as const;

/** `abnormal`: the customer's account takes no money, somebody must act. `closed`: the money stays. */
export type RefundEnd = (typeof refundEnds)[number];

export type RefundStatus = "processing" | RefundEnd;

/** Money that goes back. Fen; times are milliseconds of the sandbox's clock. */
export type Refund = {
  readonly id: number;
  readonly orderId: number;
  /** The merchant's number. */
  readonly outRefundNo: string;
  /** The channel's number. */
  readonly refundId: string;
  readonly status: RefundStatus;
  readonly amount: number;
  readonly reason: string | null;
  /** Of the parameters of its creation: equal requests, equal fingerprints. */
  readonly fingerprint: string;
  /** JSON of what only the channel's own code reads. */
  readonly details: string;
  /** Where its end is told; null = nowhere. */
  readonly notifyUrl: string | null;
  readonly createdAt: number;
  readonly endedAt: number | null;
};

export type NewRefund = Omit<Refund, "id" | "status" | "endedAt">;

import type { Currency, RefundStatus } from "@compose-pay/domain";
import { z } from "zod";
import { amount } from "./amount.ts";
import { failure, type PaymentFailure } from "./failure.ts";
import { type Metadata, metadata } from "./metadata.ts";
import { timestamp } from "./timestamp.ts";
import { currency, refundStatus } from "./words.ts";

/** The refund object of answers and webhooks. Amounts in fen, times RFC 3339 in UTC. */
export interface Refund {
  readonly id: string;
  readonly object: "refund";
  /** Null when the channel gave the money back by itself. */
  readonly refund_no: string | null;
  readonly payment_id: string;
  readonly order_no: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly status: RefundStatus;
  readonly reason: string | null;
  readonly channel_refund_no: string | null;
  readonly failure: PaymentFailure | null;
  readonly metadata: Metadata;
  readonly created_at: string;
  readonly succeeded_at: string | null;
}

export const refund: z.ZodType<Refund> = z
  .object({
    id: z.string().max(32).meta({ description: "The channel's out_refund_no; begins with rfd_." }),
    object: z.literal("refund"),
    refund_no: z.string().nullable().meta({
      description: "The merchant's own number; null when the channel gave the money back by itself.",
    }),
    payment_id: z.string().meta({ description: "The payment whose money goes back." }),
    order_no: z.string().meta({ description: "The merchant's own number of the payment." }),
    amount: amount.meta({ description: "In the currency's minor unit (fen)." }),
    currency,
    status: refundStatus,
    reason: z.string().nullable().meta({ description: "As given; the channel shows it to the customer." }),
    channel_refund_no: z
      .string()
      .nullable()
      .meta({ description: "The channel's own number; null until it is known." }),
    failure: failure.nullable().meta({ description: "Null unless status is failed or abnormal." }),
    metadata,
    created_at: timestamp.meta({ description: "When it was created." }),
    succeeded_at: timestamp
      .nullable()
      .meta({ description: "When the money was back, by the channel's clock." }),
  })
  .meta({ id: "Refund", description: "Money of a payment that goes back, and what has become of it." });

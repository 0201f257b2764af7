import {
  type AttemptState,
  attemptStates,
  type ChannelName,
  channelNames,
  type Currency,
  currencies,
  type Method,
  methods,
  type PaymentStatus,
  paymentStatuses,
} from "@compose-pay/domain";
import { z } from "zod";
import { amount } from "./amount.ts";
import { failure, type PaymentFailure } from "./failure.ts";
import { type Metadata, metadata } from "./metadata.ts";
import { type NextAction, nextAction } from "./next-action.ts";
import { type Payer, payer } from "./payer.ts";
import { timestamp } from "./timestamp.ts";

/** The payment object of answers and webhooks. Amounts in fen, times RFC 3339 in UTC. */
export interface Payment {
  readonly id: string;
  readonly object: "payment";
  readonly order_no: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly amount_refunded: number;
  readonly status: PaymentStatus;
  readonly method: Method;
  /** Null for `checkout` until the customer has chosen. */
  readonly channel: ChannelName | null;
  readonly subject: string;
  readonly description: string | null;
  readonly next_action: NextAction | null;
  readonly attempt: PaymentAttempt;
  readonly payer: Payer | null;
  readonly failure: PaymentFailure | null;
  readonly metadata: Metadata;
  readonly notify_url: string | null;
  readonly return_url: string | null;
  readonly live: boolean;
  readonly expires_at: string;
  readonly created_at: string;
  readonly paid_at: string | null;
  readonly closed_at: string | null;
}

/** The payment's current try at a channel. */
export interface PaymentAttempt {
  /** The channel's `out_trade_no`, at most 32 characters. */
  readonly id: string;
  readonly method: Method;
  readonly status: AttemptState;
  readonly channel_trade_no: string | null;
}

const attempt: z.ZodType<PaymentAttempt> = z
  .object({
    id: z.string().max(32).meta({ description: "The channel's out_trade_no." }),
    method: z.enum(methods),
    status: z.enum(attemptStates),
    channel_trade_no: z.string().nullable().meta({ description: "The channel's own number of the order." }),
  })
  .meta({ id: "Attempt", description: "The payment's current try at a channel." });

export const payment: z.ZodType<Payment> = z
  .object({
    id: z.string().meta({ description: "Begins with pay_." }),
    object: z.literal("payment"),
    order_no: z.string(),
    amount: amount.meta({ description: "In the currency's minor unit (fen)." }),
    currency: z.enum(currencies),
    amount_refunded: z.int().min(0).meta({ description: "Refunded or being refunded, in fen." }),
    status: z.enum(paymentStatuses).meta({ id: "PaymentStatus" }),
    method: z.enum(methods),
    channel: z.enum(channelNames).nullable(),
    subject: z.string(),
    description: z.string().nullable(),
    next_action: nextAction.nullable(),
    attempt,
    payer: payer.nullable(),
    failure: failure.nullable(),
    metadata,
    notify_url: z.string().nullable(),
    return_url: z.string().nullable(),
    live: z.boolean().meta({ description: "Whether real money moves: true for a live key." }),
    expires_at: timestamp.meta({ description: "When the payment can no longer be paid." }),
    created_at: timestamp,
    paid_at: timestamp.nullable(),
    closed_at: timestamp.nullable(),
  })
  .meta({ id: "Payment" });

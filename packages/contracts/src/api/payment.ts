import type { AttemptState, ChannelName, Currency, Method, PaymentStatus } from "@compose-pay/domain";
import { z } from "zod";
import { amount } from "./amount.ts";
import { failure, type PaymentFailure } from "./failure.ts";
import { type Metadata, metadata } from "./metadata.ts";
import { type NextAction, nextAction } from "./next-action.ts";
import { type Payer, payer } from "./payer.ts";
import { timestamp } from "./timestamp.ts";
import { attemptState, channel, currency, method, paymentStatus } from "./words.ts";

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
    method,
    status: attemptState,
    channel_trade_no: z
      .string()
      .nullable()
      .meta({ description: "The channel's own number; null until it is known." }),
  })
  .meta({ id: "Attempt", description: "The payment's current try at a channel." });

const optionalText = z.string().nullable();

export const payment: z.ZodType<Payment> = z
  .object({
    id: z.string().meta({ description: "The payment's id; begins with pay_." }),
    object: z.literal("payment"),
    order_no: z.string().meta({ description: "The merchant's own number of the order." }),
    amount: amount.meta({ description: "In the currency's minor unit (fen)." }),
    currency,
    amount_refunded: z.int().min(0).meta({ description: "Refunded or being refunded, in fen." }),
    status: paymentStatus,
    method,
    channel: channel.nullable().meta({ description: "Null for checkout until the customer has chosen." }),
    subject: z.string().meta({ description: "What the customer pays for." }),
    description: optionalText.meta({ description: "More about the order." }),
    next_action: nextAction.nullable().meta({ description: "Null unless status is requires_action." }),
    attempt,
    payer: payer
      .nullable()
      .meta({ description: "As given at creation; null for a payment code, which is used once." }),
    failure: failure.nullable().meta({ description: "Null unless status is failed." }),
    metadata,
    notify_url: optionalText.meta({ description: "Gets this payment's events besides the app's endpoints." }),
    return_url: optionalText.meta({ description: "Where the customer's browser goes afterwards." }),
    live: z.boolean().meta({ description: "Whether real money moves: true for a live key." }),
    expires_at: timestamp.meta({
      description: "From then on it cannot be paid, and it is closed at the channel.",
    }),
    created_at: timestamp.meta({ description: "When it was created." }),
    paid_at: timestamp.nullable().meta({ description: "When the customer paid, by the channel's clock." }),
    closed_at: timestamp.nullable().meta({ description: "When the channel confirmed the close." }),
  })
  .meta({ id: "Payment", description: "The merchant's order and what has become of it." });

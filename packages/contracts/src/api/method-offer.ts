import type { ChannelName, Currency, Method } from "@compose-pay/domain";
import { z } from "zod";
import { amount } from "./amount.ts";
import { channel, currency, method } from "./words.ts";

/** One method that the app may use, as it stands now. */
export interface MethodOffer {
  readonly object: "method";
  readonly method: Method;
  /** Null for `checkout`, where the customer chooses. */
  readonly channel: ChannelName | null;
  /** False while the circuit of every account that could serve it is open. */
  readonly available: boolean;
  readonly limits: MethodLimits;
  /** In basis points (1/100 of a percent) of the amount; null while no fee is agreed. */
  readonly fee_rate: number | null;
}

/** Amounts in fen, both inclusive. */
export interface MethodLimits {
  readonly currency: Currency;
  readonly min_amount: number;
  readonly max_amount: number;
}

const limits: z.ZodType<MethodLimits> = z.object({
  currency,
  min_amount: amount.meta({ description: "Smallest amount, in fen." }),
  max_amount: amount.meta({ description: "Largest amount, in fen." }),
});

export const methodOffer: z.ZodType<MethodOffer> = z
  .object({
    object: z.literal("method"),
    method,
    channel: channel.nullable().meta({ description: "Null for checkout, where the customer chooses." }),
    available: z.boolean().meta({ description: "False while every account that could serve it is cut off." }),
    limits: limits.meta({ description: "What one payment by this method may amount to." }),
    fee_rate: z.int().min(0).max(10_000).nullable().meta({
      description: "In basis points of the amount (60 is 0.60 %); null while no fee is agreed.",
    }),
  })
  .meta({ id: "MethodOffer", description: "A method that the app may use, as it stands now." });

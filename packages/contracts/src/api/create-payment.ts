import type { Currency, Method } from "@compose-pay/domain";
import { z } from "zod";
import { amount } from "./amount.ts";
import { httpUrl } from "./http-url.ts";
import { ipAddress } from "./ip-address.ts";
import { type Metadata, metadata } from "./metadata.ts";
import { methodConditions } from "./method-conditions.ts";
import { methodFaults } from "./method-rules.ts";
import { orderNo } from "./order-no.ts";
import { type Parsed, parseBody } from "./parse-body.ts";
import { type Payer, payer } from "./payer.ts";
import { text } from "./text.ts";
import { webhookUrl } from "./webhook-url.ts";
import { currency, method } from "./words.ts";

/** The parameters of a new payment, checked, with every default in its place. */
export interface CreatePayment {
  readonly order_no: string;
  /** In the currency's minor unit (fen), at least 1; the upper bound is not checked yet. */
  readonly amount: number;
  readonly currency: Currency;
  readonly method: Method;
  readonly subject: string;
  readonly description: string | null;
  readonly client_ip: string | null;
  readonly payer: Payer | null;
  readonly notify_url: string | null;
  readonly return_url: string | null;
  /** In seconds. */
  readonly expires_in: number;
  readonly metadata: Metadata;
}

/** Reads the body of `POST /v1/payments`. The errors name each fault of the request, 50 at most. */
export function parseCreatePayment(input: unknown): Parsed<CreatePayment> {
  return parseBody(createPayment, input);
}

/** How long a payment can be paid, in seconds. */
export const expiresIn = { min: 60, max: 604_800, default: 1_800 } as const;

const expiryRule = `must be an integer from ${expiresIn.min} to ${expiresIn.max}, in seconds`;

/** `description`, `client_ip`, `payer`, `notify_url` and `return_url` may be null, which is the same as absent. */
export const createPayment: z.ZodType<CreatePayment> = z
  .strictObject({
    order_no: orderNo,
    amount: amount.meta({ description: "In the currency's minor unit (fen).", examples: [100] }),
    currency: currency.default("CNY"),
    method,
    subject: text({ min: 1, max: 127, isPlain: true }).meta({
      description: "What the customer pays for, shown by the channel, in characters.",
      examples: ["Tea"],
    }),
    description: text({ min: 0, max: 1_000 })
      .nullable()
      .default(null)
      .meta({ description: "More about the order, in characters; only kept and given back." }),
    client_ip: ipAddress
      .nullable()
      .default(null)
      .meta({
        description: "The customer's address. Required for wechat_h5.",
        examples: ["203.0.113.7"],
      }),
    payer: payer.nullable().default(null).meta({
      description: "Required for the methods that must know the payer, and refused for the others.",
    }),
    notify_url: webhookUrl
      .nullable()
      .default(null)
      .meta({
        description: "Gets the events of this payment and its refunds, besides the app's endpoints.",
        examples: ["https://shop.example/payments/events"],
      }),
    return_url: httpUrl
      .nullable()
      .default(null)
      .meta({
        description: "Where the customer's browser goes afterwards.",
        examples: ["https://shop.example/orders/A1001"],
      }),
    expires_in: z
      .int(expiryRule)
      .min(expiresIn.min, expiryRule)
      .max(expiresIn.max, expiryRule)
      .default(expiresIn.default)
      .meta({ description: "How long the payment can be paid, in seconds." }),
    metadata: metadata.default({}),
  })
  .superRefine(
    (request, context) => {
      for (const { path, message } of methodFaults(request)) {
        context.addIssue({ code: "custom", path: [...path], message });
      }
    },
    { when: () => true },
  )
  .meta({
    id: "CreatePayment",
    description:
      "The parameters of a new payment. Unknown fields are refused; null is the same as absent where it is allowed.",
    allOf: methodConditions(),
  });

import { z } from "zod";
import { amount } from "./amount.ts";
import { type Metadata, metadata } from "./metadata.ts";
import { orderNo } from "./order-no.ts";
import { type Parsed, parseBody } from "./parse-body.ts";
import { paymentIdText } from "./payment-id.ts";
import { refundNo } from "./refund-no.ts";
import { text } from "./text.ts";
import { webhookUrl } from "./webhook-url.ts";

/** The parameters of a new refund, checked, with every default in its place. Exactly one number names the payment. */
export interface CreateRefund {
  readonly payment_id: string | null;
  readonly order_no: string | null;
  readonly refund_no: string;
  /** In fen, at least 1; null for all that is left. */
  readonly amount: number | null;
  readonly reason: string | null;
  readonly notify_url: string | null;
  readonly metadata: Metadata;
}

/** Reads the body of `POST /v1/refunds`. The errors name each fault of the request, 50 at most. */
export function parseCreateRefund(input: unknown): Parsed<CreateRefund> {
  return parseBody(createRefund, input);
}

const onePayment = "must name the payment by exactly one of payment_id and order_no";

/** Null is the same as absent wherever a field may be left out. */
export const createRefund: z.ZodType<CreateRefund> = z
  .strictObject({
    payment_id: paymentIdText
      .nullable()
      .default(null)
      .meta({ description: "The payment to refund; or order_no." }),
    order_no: orderNo.nullable().default(null).meta({
      description: "The payment to refund by the merchant's own number; or payment_id.",
    }),
    refund_no: refundNo,
    amount: amount
      .nullable()
      .default(null)
      .meta({
        description: "In the currency's minor unit (fen); all that is left without it.",
        examples: [40],
      }),
    reason: text({ min: 0, max: 80, isPlain: true })
      .nullable()
      .default(null)
      .meta({
        description: "Why, in characters; the channel shows it to the customer.",
        examples: ["cold tea"],
      }),
    notify_url: webhookUrl
      .nullable()
      .default(null)
      .meta({
        description: "Gets this refund's events, besides the app's endpoints and the payment's notify_url.",
        examples: ["https://shop.example/refunds/events"],
      }),
    metadata: metadata.default({}),
  })
  .superRefine(
    (request, context) => {
      if (!namesOnePayment(request))
        context.addIssue({ code: "custom", path: ["payment_id"], message: onePayment });
    },
    { when: () => true },
  )
  .meta({
    id: "CreateRefund",
    description: "The parameters of a new refund. Unknown fields are refused; null is the same as absent.",
    allOf: [{ oneOf: [namedBy("payment_id", "order_no"), namedBy("order_no", "payment_id")] }],
  });

/** Reads the request before it is known to be right, so that this fault is told together with all others. */
function namesOnePayment(request: unknown): boolean {
  if (typeof request !== "object" || request === null) return true;
  const given = ["payment_id", "order_no"].filter((name) => {
    const value: unknown = Reflect.get(request, name);
    return value !== undefined && value !== null;
  });
  return given.length === 1;
}

function namedBy(name: string, other: string) {
  return {
    required: [name],
    properties: { [name]: { type: "string" }, [other]: { type: "null" } },
  };
}

import { z } from "zod";
import type { Order } from "../core/order.ts";
import type { Params } from "./signed-params.ts";

const params = z.record(z.string(), z.string());
const details = z.object({
  /** The fields that a notification repeats. */
  echoed: params,
  /** The customer whom the merchant named, when it did. */
  buyer: z.object({ id: z.string().optional(), openId: z.string().optional() }).optional(),
  /** Where the browser goes after the payment. */
  returnUrl: z.string().optional(),
  /** Where the browser goes without one. */
  quitUrl: z.string().optional(),
});

/** What an order keeps for this channel alone. */
export type AlipayDetails = z.infer<typeof details>;

export function parseAlipayDetails(order: Order): AlipayDetails {
  return details.parse(JSON.parse(order.details));
}

export function parseParams(json: string): Params {
  return params.parse(JSON.parse(json));
}

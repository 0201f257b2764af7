import { z } from "zod";
import type { Order } from "../core/order.ts";
import type { Params } from "./signed-params.ts";

const params = z.record(z.string(), z.string());
const details = z.object({ echoed: params });

/** What an order keeps for this channel alone: `echoed` = the fields that a notification repeats. */
export type AlipayDetails = { readonly echoed: Params };

export function parseAlipayDetails(order: Order): AlipayDetails {
  return details.parse(JSON.parse(order.details));
}

export function parseParams(json: string): Params {
  return params.parse(JSON.parse(json));
}

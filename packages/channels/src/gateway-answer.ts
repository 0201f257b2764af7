import { misconfigured, throttled, type Undecided, unknown } from "./answers.ts";
import type { ChannelCall } from "./channel.ts";
import type { FailureCode, Refusal } from "./failure.ts";

/** What one call came to, after its answer was verified. `body` and `refusal` are the channel's statements. */
export type GatewayAnswer =
  | { readonly kind: "accepted"; readonly body: unknown; readonly call: ChannelCall }
  | { readonly kind: "refused"; readonly meaning: OrderRefusal; readonly refusal: Refusal }
  | Undecided;

/** Refusals that say something about the order. */
type OrderRefusal =
  | { readonly kind: "declined"; readonly code: FailureCode }
  | { readonly kind: "absent" }
  /** Only the order's state tells what it means. */
  | { readonly kind: "ask"; readonly ifAbsent: AbsentOrder };

/**
 * What a refused create comes to when the channel then finds no order.
 *
 * - `order_differs`: the refusal itself proves one, which some channels do not find before the customer
 *   scanned its code.
 * - `refused`: there may be one that the query does not see yet.
 * - `declined`: the refusal is about the request, so there is none.
 */
export type AbsentOrder = "order_differs" | "refused" | "declined";

/** What a channel's error code means. */
export type RefusalMeaning =
  | OrderRefusal
  /** `reason` in the words of this product where the channel's code says too little. */
  | { readonly kind: "throttled"; readonly reason?: string }
  | { readonly kind: "unknown" }
  | { readonly kind: "misconfigured" };

/** The answer that an authenticated refusal is, by what its code means. */
export function refusedAs(meaning: RefusalMeaning, refusal: Refusal): GatewayAnswer {
  switch (meaning.kind) {
    case "throttled":
      return throttled(meaning.reason ?? refusal.code, refusal.call);
    case "misconfigured":
      return misconfigured(refusal.code, refusal.call);
    case "unknown":
      return unknown("channel_error", refusal.call, refusal.code);
    case "declined":
    case "ask":
    case "absent":
      return { kind: "refused", meaning, refusal };
  }
}

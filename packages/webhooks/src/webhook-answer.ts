import type { DeliveryFault } from "./delivery-fault.ts";

/** What a merchant's server made of one POST. */
export type WebhookAnswer = { readonly address: string | null } & (
  | {
      readonly kind: "answered";
      readonly status: number;
      /** The wait that it asks for, whatever its status. */
      readonly retryAfterMs: number | null;
      /** The first KiB of its body, as a log can keep it. */
      readonly responseStart: string;
    }
  | { readonly kind: "unanswered"; readonly fault: DeliveryFault }
);

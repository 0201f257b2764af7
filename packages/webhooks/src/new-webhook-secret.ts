import { randomBytes } from "node:crypto";

/** Of the 24 to 64 bytes that the Standard Webhooks specification allows. */
const secretBytes = 32;

/** A new secret for signing webhooks, as the Standard Webhooks specification writes it: `whsec_` and base64. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(secretBytes).toString("base64")}`;
}

import type { ReceivedWebhook } from "@compose-pay/test-support";
import { Webhook } from "standardwebhooks";

/** Whether the `standardwebhooks` package takes it for genuine now, by this secret. */
export function isGenuine(secret: string, { headers, body }: ReceivedWebhook): boolean {
  const names = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const;
  const signed = Object.fromEntries(names.map((name): [string, string] => [name, String(headers[name])]));
  try {
    new Webhook(secret).verify(body.toString("utf8"), signed);
    return true;
  } catch {
    return false;
  }
}

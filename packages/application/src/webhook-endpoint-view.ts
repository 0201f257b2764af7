import type { WebhookEndpointRow } from "@compose-pay/database";

/** What may be shown of an endpoint: all but what is sealed. */
export type WebhookEndpointView = Omit<
  WebhookEndpointRow,
  "secret" | "previousSecret" | "signingKey" | "previousSigningKey"
>;

export function webhookEndpointView(row: WebhookEndpointRow): WebhookEndpointView {
  const { secret: _s, previousSecret: _p, signingKey: _k, previousSigningKey: _q, ...view } = row;
  return view;
}

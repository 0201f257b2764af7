import { appVersion, merchantVersion } from "@compose-pay/application";
import type { ApiKeyView, AppView, IpRuleView, MerchantView } from "@compose-pay/contracts";
import type { ApiKey, AppRow, IpRuleRow, MerchantRow } from "@compose-pay/database";

export function merchantView(row: MerchantRow): MerchantView {
  const { id, name, status, createdAt } = row;
  return { id, version: merchantVersion(row), name, status, created_at: createdAt.toISOString() };
}

type ShownApp = Omit<AppRow, "webhookSecret" | "previousWebhookSecret">;

/** What may be shown of an app: all but its sealed secrets. */
export function appView(row: ShownApp, now: Date): AppView {
  const until = row.previousWebhookSecretUntil;
  return {
    id: row.id,
    version: appVersion(row),
    merchant_id: row.merchantId,
    name: row.name,
    rate_limit_per_second: row.rateLimitPerSecond,
    rate_limit_burst: row.rateLimitBurst,
    previous_secret_until: until !== null && until > now ? until.toISOString() : null,
    created_at: row.createdAt.toISOString(),
  };
}

/** What may be shown of a key: not even its hash. */
export function apiKeyView(row: ApiKey): ApiKeyView {
  return {
    id: row.id,
    app_id: row.appId,
    live: row.live,
    hint: row.hint,
    created_at: row.createdAt.toISOString(),
    revoked_at: row.revokedAt?.toISOString() ?? null,
  };
}

export function ipRuleView(row: IpRuleRow): IpRuleView {
  return { id: row.id, app_id: row.appId, cidr: row.cidr, created_at: row.createdAt.toISOString() };
}

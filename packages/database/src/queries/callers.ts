import { and, eq, isNull } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { apiKeys, apps, ipRules, merchants } from "../tables/index.ts";
import type { MerchantStatus } from "./merchants.ts";

/** Who a key speaks for, and all that decides whether a call with it is let in. */
export interface CallerRow {
  readonly keyId: string;
  readonly appId: string;
  readonly merchantId: string;
  readonly merchantStatus: MerchantStatus;
  readonly live: boolean;
  readonly rateLimitPerSecond: number;
  readonly rateLimitBurst: number;
  /** Where the app may be called from; empty when from everywhere. */
  readonly cidrs: readonly string[];
}

/**
 * The caller of a key that is not revoked, in one query.
 *
 * @param sha256 of the key, in lower-case hex
 */
export async function findCaller(connection: Connection, sha256: string): Promise<CallerRow | null> {
  const rows = await connection
    .select({
      keyId: apiKeys.id,
      appId: apps.id,
      merchantId: merchants.id,
      merchantStatus: merchants.status,
      live: apiKeys.live,
      rateLimitPerSecond: apps.rateLimitPerSecond,
      rateLimitBurst: apps.rateLimitBurst,
      cidr: ipRules.cidr,
    })
    .from(apiKeys)
    .innerJoin(apps, eq(apps.id, apiKeys.appId))
    .innerJoin(merchants, eq(merchants.id, apps.merchantId))
    .leftJoin(ipRules, eq(ipRules.appId, apps.id))
    .where(and(eq(apiKeys.sha256, sha256), isNull(apiKeys.revokedAt)));
  const [first] = rows;
  if (first === undefined) return null;
  const { cidr: _cidr, ...caller } = first;
  return { ...caller, cidrs: rows.flatMap(({ cidr }) => (cidr === null ? [] : [cidr])) };
}

import { and, asc, eq } from "../drizzle.ts";
import type { ChannelName, Method } from "@compose-pay/domain";
import type { Connection } from "../connection.ts";
import { channelAccounts, contracts, routes } from "../tables/index.ts";

/** What an app may do with a method, and through which accounts, the first choice first. Amounts in fen. */
export interface PaymentPlan {
  readonly method: Method;
  readonly enabled: boolean;
  readonly minAmount: number;
  readonly maxAmount: number;
  readonly feeRateBps: number;
  readonly accounts: readonly PlannedAccount[];
}

export interface PlannedAccount {
  readonly id: string;
  readonly channel: ChannelName;
}

/** Every method the app has a contract for. A test key gets test accounts only, a live key live ones. */
export async function findPaymentPlans(
  connection: Connection,
  appId: string,
  live: boolean,
): Promise<PaymentPlan[]> {
  const [agreed, routed] = await Promise.all([
    connection.select().from(contracts).where(eq(contracts.appId, appId)).orderBy(asc(contracts.method)),
    connection
      .select({ method: routes.method, id: channelAccounts.id, channel: channelAccounts.channel })
      .from(routes)
      .innerJoin(channelAccounts, eq(channelAccounts.id, routes.channelAccountId))
      .where(
        and(
          eq(routes.appId, appId),
          eq(routes.enabled, true),
          eq(channelAccounts.enabled, true),
          eq(channelAccounts.live, live),
        ),
      )
      .orderBy(asc(routes.priority), asc(routes.id)),
  ]);
  return agreed.map((contract) => ({
    method: contract.method,
    enabled: contract.enabled,
    minAmount: contract.minAmount,
    maxAmount: contract.maxAmount,
    feeRateBps: contract.feeRateBps,
    accounts: routed
      .filter((route) => route.method === contract.method)
      .map(({ id, channel }) => ({ id, channel })),
  }));
}

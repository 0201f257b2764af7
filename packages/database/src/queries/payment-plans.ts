import { and, asc, eq } from "../drizzle.ts";
import type { ChannelName, FeeTerms, Method } from "@compose-pay/domain";
import type { Connection } from "../connection.ts";
import { channelAccounts, contracts, routes } from "../tables/index.ts";
import type { ContractRow } from "./contracts.ts";

/** What an app may do with a method, and through which accounts, the first choice first. Amounts in fen. */
export interface PaymentPlan {
  readonly method: Method;
  readonly enabled: boolean;
  readonly minAmount: number;
  readonly maxAmount: number;
  /** Of all payments of a day of China that were not given up; null without a bound. */
  readonly dailyAmount: number | null;
  readonly feeTerms: FeeTerms;
  readonly accounts: readonly PlannedAccount[];
}

/** The window of amounts is inclusive; null without a bound. */
export interface PlannedAccount {
  readonly id: string;
  readonly channel: ChannelName;
  readonly minAmount: number | null;
  readonly maxAmount: number | null;
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
      .select({
        method: routes.method,
        id: channelAccounts.id,
        channel: channelAccounts.channel,
        minAmount: routes.minAmount,
        maxAmount: routes.maxAmount,
      })
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
    dailyAmount: contract.dailyAmount,
    feeTerms: feeTermsOf(contract),
    accounts: routed
      .filter((route) => route.method === contract.method)
      .map(({ method: _method, ...account }) => account),
  }));
}

function feeTermsOf(contract: ContractRow): FeeTerms {
  return {
    rateBps: contract.feeRateBps,
    fixed: contract.feeFixed,
    min: contract.feeMin,
    max: contract.feeMax,
    rounding: contract.feeRounding,
    returnedOnRefund: contract.feeReturned,
  };
}

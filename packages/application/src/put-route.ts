import {
  findChannelAccount,
  findRoute,
  inTransaction,
  lockApp,
  type RouteRow,
  upsertRoute,
} from "@compose-pay/database";
import { type ChannelName, channelOf } from "@compose-pay/domain";
import { holdAgainst, type SeenVersion, versionOf } from "./changed-meanwhile.ts";
import type { SetUpDependencies } from "./set-up-dependencies.ts";

export type RouteInput = Pick<RouteRow, "appId" | "method" | "channelAccountId" | "priority" | "enabled"> &
  Partial<Pick<RouteRow, "minAmount" | "maxAmount">>;

export type RoutePut =
  | { readonly kind: "put"; readonly route: RouteRow }
  | { readonly kind: "app_unknown"; readonly appId: string }
  | { readonly kind: "account_unknown"; readonly accountId: string }
  | {
      readonly kind: "channel_differs";
      readonly methodChannel: ChannelName | null;
      readonly accountChannel: ChannelName;
    };

export function routeVersion({ updatedAt: _updatedAt, ...route }: RouteRow): string {
  return versionOf(route);
}

/**
 * Lets an account serve an app's method, or changes how. The lowest priority is taken first. Routes of an app are changed
 * one after the other, under its lock: also where there was none yet.
 *
 * @throws ChangedMeanwhile
 */
export async function putRoute(
  deps: Pick<SetUpDependencies, "database" | "clock" | "newId">,
  { expectedVersion, ...input }: RouteInput & SeenVersion,
): Promise<RoutePut> {
  const { appId, method, channelAccountId: accountId } = input;
  return inTransaction(deps.database, async (transaction) => {
    if ((await lockApp(transaction, appId)) === null) return { kind: "app_unknown", appId };
    const account = await findChannelAccount(transaction, accountId);
    if (account === null) return { kind: "account_unknown", accountId };
    const methodChannel = channelOf(method);
    if (methodChannel !== account.channel)
      return { kind: "channel_differs", methodChannel, accountChannel: account.channel };
    const stored = await findRoute(transaction, input);
    const version = stored === null ? null : routeVersion(stored);
    holdAgainst({ expectedVersion }, { subject: appId, version });
    const updatedAt = deps.clock.now();
    const id = deps.newId("rte", updatedAt);
    const bounds = { minAmount: null, maxAmount: null };
    const route = await upsertRoute(transaction, { ...bounds, ...input, id, updatedAt });
    return { kind: "put", route };
  });
}

import { findApp, findChannelAccount, type RouteRow, upsertRoute } from "@compose-pay/database";
import { type ChannelName, channelOf } from "@compose-pay/domain";
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

/** Lets an account serve an app's method, or changes how. The lowest priority is taken first. */
export async function putRoute(
  deps: Pick<SetUpDependencies, "database" | "clock" | "newId">,
  input: RouteInput,
): Promise<RoutePut> {
  const { connection } = deps.database;
  const { appId, method, channelAccountId: accountId } = input;
  if ((await findApp(connection, appId)) === null) return { kind: "app_unknown", appId };
  const account = await findChannelAccount(connection, accountId);
  if (account === null) return { kind: "account_unknown", accountId };
  const methodChannel = channelOf(method);
  if (methodChannel !== account.channel) {
    return { kind: "channel_differs", methodChannel, accountChannel: account.channel };
  }
  const updatedAt = deps.clock.now();
  const route = await upsertRoute(connection, {
    minAmount: null,
    maxAmount: null,
    ...input,
    id: deps.newId("rte", updatedAt),
    updatedAt,
  });
  return { kind: "put", route };
}

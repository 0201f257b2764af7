import { circuitOrderView, circuitView, orderCircuit } from "@compose-pay/application";
import type { BreakerRow, breakerRoutes, ConsoleParsed, Page } from "@compose-pay/contracts";
import {
  type ChannelAccount,
  type CircuitOrderRow,
  findCircuitOrder,
  findCircuitOrders,
  listChannelAccounts,
  listCircuitOrders,
} from "@compose-pay/database";
import { type OperationClass, operationClasses } from "@compose-pay/domain";
import { done, type HandlersOf, noSuch } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { operatorName } from "../operators/operator-name.ts";
import { readCircuitStates } from "./read-circuit-states.ts";

/** Circuits of the channel accounts, and what operators say about them. */
export function breakerHandlers(deps: ConsoleDeps): HandlersOf<typeof breakerRoutes> {
  const { connection } = deps.database;
  return {
    "breakers.list": async ({ input: { after, limit } }) => {
      const accounts = await listChannelAccounts(connection, { after, limit: limit + 1 });
      return done(await breakersPage(deps, accounts, limit));
    },
    "breakers.orders": async ({ input: { after, limit } }) => {
      const rows = await listCircuitOrders(connection, { after, limit: limit + 1 });
      return done(pageOf(rows, limit, { nextOf: ({ id }) => id, show: circuitOrderView }));
    },
    "breakers.order": async ({ input, session }) => {
      const classes = input.class === "all" ? operationClasses : [input.class];
      const before = await newestOrders(deps, input.account_id, classes);
      const ordered = await orderCircuit(deps, {
        accountId: input.account_id,
        operationClasses: classes,
        mode: input.mode,
        reason: input.reason,
        orderedBy: operatorName(session.operator),
        forMs: forMsOf(input),
      });
      if (ordered.kind === "account_unknown") return noSuch("channel account");
      const orders = ordered.orders.map(circuitOrderView);
      return done({ orders }, { before: { orders: before }, after: { orders } });
    },
  };
}

async function breakersPage(
  deps: ConsoleDeps,
  accounts: readonly ChannelAccount[],
  limit: number,
): Promise<Page<BreakerRow>> {
  const places = accounts
    .slice(0, limit)
    .flatMap(({ id: accountId }) =>
      operationClasses.map((operationClass) => ({ accountId, operationClass })),
    );
  const newest = await findCircuitOrders(
    deps.database.connection,
    places.map(({ accountId: channelAccountId, operationClass }) => ({ channelAccountId, operationClass })),
  );
  const states = await readCircuitStates(deps.redis, places);
  const now = deps.clock.now();
  const circuitsOf = (account: ChannelAccount) =>
    places.flatMap(({ accountId, operationClass }, index) => {
      if (accountId !== account.id) return [];
      const isIt = (one: CircuitOrderRow) =>
        one.channelAccountId === accountId && one.operationClass === operationClass;
      const shown = states === null ? "unknown" : (states[index] ?? null);
      return [circuitView(operationClass, { order: newest.find(isIt) ?? null, shown, now })];
    });
  return pageOf(accounts, limit, {
    nextOf: ({ id }) => id,
    show: (account) => {
      const { id, name, channel, live, enabled } = account;
      return { account_id: id, name, channel, live, enabled, circuits: circuitsOf(account) };
    },
  });
}

async function newestOrders(
  { database }: Pick<ConsoleDeps, "database">,
  channelAccountId: string,
  classes: readonly OperationClass[],
) {
  const orders: unknown[] = [];
  for (const operationClass of classes) {
    const order = await findCircuitOrder(database.connection, { channelAccountId, operationClass });
    if (order !== null) orders.push(circuitOrderView(order));
  }
  return orders;
}

function forMsOf(input: ConsoleParsed<"breakers.order">): number | null {
  return input.mode === "auto" ? null : input.for_minutes * 60_000;
}

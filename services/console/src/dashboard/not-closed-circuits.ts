import { circuitView } from "@compose-pay/application";
import { circuitKey, type CircuitView, type NotClosedCircuitView } from "@compose-pay/contracts";
import { type ChannelAccount, findNewestCircuitOrders, listChannelAccounts } from "@compose-pay/database";
import { operationClasses } from "@compose-pay/domain";
import { readCircuitStates } from "../breakers/read-circuit-states.ts";
import type { ConsoleDeps } from "../console-deps.ts";

/** The newest of them are looked at. */
const mostAccounts = 500;

/**
 * Circuits that are open, tried again, or forced by an operator.
 *
 * @returns not complete while Redis cannot be asked: what operators said is known all the same
 */
export async function findNotClosedCircuits(
  { database, redis }: Pick<ConsoleDeps, "database" | "redis">,
  now: Date,
): Promise<{ readonly rows: readonly NotClosedCircuitView[]; readonly is_complete: boolean }> {
  const { connection } = database;
  const accounts = await listChannelAccounts(connection, { limit: mostAccounts });
  const orders = new Map(
    (await findNewestCircuitOrders(connection)).map((order) => [
      circuitKey(order.channelAccountId, order.operationClass),
      order,
    ]),
  );
  const places = accounts.flatMap((account) =>
    operationClasses.map((operationClass) => ({ account, accountId: account.id, operationClass })),
  );
  const states = await readCircuitStates(redis, places);
  const rows = places.flatMap(({ account, operationClass }, index) => {
    const order = orders.get(circuitKey(account.id, operationClass)) ?? null;
    const shown = states === null ? "unknown" : (states[index] ?? null);
    return notClosed(account, circuitView(operationClass, { order, shown, now }));
  });
  return { rows, is_complete: states !== null };
}

function notClosed(
  { id, name, channel }: ChannelAccount,
  { class: operationClass, state, since, reason }: CircuitView,
): readonly NotClosedCircuitView[] {
  if (state === "closed" || state === "unknown") return [];
  return [
    {
      account_id: id,
      account: name,
      channel,
      operation_class: operationClass,
      state,
      since: since ?? "",
      reason: reason ?? "",
    },
  ];
}

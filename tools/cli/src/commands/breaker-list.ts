import { circuitView } from "@compose-pay/application";
import {
  type ChannelAccount,
  type CircuitOrderRow,
  type Connection,
  findChannelAccount,
  findNewestCircuitOrders,
  listChannelAccounts,
  listCircuitOrders,
} from "@compose-pay/database";
import { operationClasses } from "@compose-pay/domain";
import { type CircuitPlace, readCircuitStates } from "../circuit-states.ts";
import { defineCommand } from "../command.ts";
import { done, type JsonDocument } from "../command-result.ts";
import { circuitOrderDocument } from "../documents/circuit-order-document.ts";
import { unknownId } from "../outcomes.ts";
import { idOf } from "../parameters.ts";
import { renderTable } from "../render/render-table.ts";
import { withDatabase } from "../settings/with-database.ts";

const mostAccounts = 200;
const onlySome = `only the newest ${mostAccounts} accounts: for another, --account <id>`;
const mostOrders = 20;
const columns = ["account_id", "name", "class", "state", "since", "reason", "ordered_by", "until"] as const;
const historyColumns = [
  "ordered_at",
  "account_id",
  "class",
  "mode",
  "until",
  "ordered_by",
  "reason",
] as const;

export const breakerList = defineCommand({
  words: "breaker list",
  summary: "show the circuit of every account and class, and what operators last said about them",
  parameters: {
    accountId: {
      usage: "--account <id>",
      help: "of this channel account only",
      schema: idOf("a channel account", "acc").optional(),
    },
  },
  run: async (context, { accountId }) => {
    const found = await withDatabase(context, async ({ connection }) => ({
      accounts: await accountsOf(connection, accountId),
      newest: await findNewestCircuitOrders(connection),
      history: await listCircuitOrders(connection, { accountId, limit: mostOrders }),
    }));
    const accounts = found.accounts.slice(0, mostAccounts);
    const hasMore = found.accounts.length > accounts.length;
    if (accountId !== undefined && accounts.length === 0) return unknownId("channel account", accountId);
    const places = accounts.flatMap((account) =>
      operationClasses.map((operationClass) => ({ account, accountId: account.id, operationClass })),
    );
    const states = await readCircuitStates(context, places);
    const now = context.clock.now();
    const data = places.map((place, index) => {
      const order = found.newest.find((one) => isAbout(one, place)) ?? null;
      const shown = states === null ? "unknown" : (states[index] ?? null);
      const { account, operationClass } = place;
      return {
        object: "circuit",
        account_id: account.id,
        name: account.name,
        ...circuitView(operationClass, { order, now, shown }),
      };
    });
    const history = found.history.map(circuitOrderDocument);
    const text = renderCircuits(data, history);
    return done(
      { object: "list", data, has_more: hasMore, history },
      hasMore ? `${text}\n\n${onlySome}` : text,
    );
  },
});

async function accountsOf(
  connection: Connection,
  accountId: string | undefined,
): Promise<readonly ChannelAccount[]> {
  if (accountId === undefined) return listChannelAccounts(connection, { limit: mostAccounts + 1 });
  const account = await findChannelAccount(connection, accountId);
  return account === null ? [] : [account];
}

function isAbout(order: CircuitOrderRow, { accountId, operationClass }: CircuitPlace): boolean {
  return order.channelAccountId === accountId && order.operationClass === operationClass;
}

function renderCircuits(data: readonly JsonDocument[], history: readonly JsonDocument[]): string {
  if (data.length === 0) return "none";
  const table = renderTable(columns, rowsOf(data, columns));
  if (history.length === 0) return table;
  return `${table}\n\nwhat operators said, newest first\n${renderTable(historyColumns, rowsOf(history, historyColumns))}`;
}

function rowsOf(
  documents: readonly JsonDocument[],
  names: readonly string[],
): readonly (readonly unknown[])[] {
  return documents.map((one) => names.map((name) => one[name]));
}

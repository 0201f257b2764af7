import {
  type AppRow,
  type Connection,
  findStatementKeys,
  listAppAges,
  type StatementKey,
} from "@compose-pay/database";
import { dayOfChina } from "@compose-pay/domain";
import { buildStatement, type StatementDeps } from "./build-statement.ts";

/** How many days back a statement that is missing is looked for. */
export const statementDays = 35;

const dayMs = 86_400_000;
const pageApps = 100;

export interface DueStatements {
  readonly built: number;
  /** Days that are over and wait for their reconciliation. */
  readonly waiting: number;
  /** There may be more to build: `limit` was reached. */
  readonly hasMore: boolean;
}

/**
 * Builds the statements that are missing and can be built: of every app, for both modes and each day since it is there,
 * 35 days back. One that a late success has undone is missing too.
 *
 * @param run `limit`: how many are built at the most; `say`: told of each, in a line for people
 */
export async function buildDueStatements(
  deps: StatementDeps,
  run: { readonly now: Date; readonly limit: number; readonly say: (line: string) => void },
): Promise<DueStatements> {
  let [built, waiting] = [0, 0];
  for await (const key of missingStatements(deps.database.connection, run.now)) {
    if (built >= run.limit) return { built, waiting, hasMore: true };
    const building = await buildStatement({ ...deps, clock: { now: () => run.now } }, key);
    if (building.kind === "not_ready") {
      waiting += 1;
      continue;
    }
    built += 1;
    run.say(`statement of ${key.appId} (${key.live ? "live" : "test"}) for ${key.day}`);
  }
  return { built, waiting, hasMore: false };
}

/** App by app, the oldest day first. */
async function* missingStatements(connection: Connection, now: Date): AsyncGenerator<StatementKey> {
  const days = Array.from({ length: statementDays }, (_, index) =>
    dayOfChina(new Date(now.getTime() - (statementDays - index) * dayMs)),
  );
  let after = "";
  for (;;) {
    const page = await listAppAges(connection, { after, limit: pageApps });
    yield* missingOf(connection, page, days);
    const last = page.at(-1);
    if (last === undefined || page.length < pageApps) return;
    after = last.id;
  }
}

async function* missingOf(
  connection: Connection,
  apps: readonly Pick<AppRow, "id" | "createdAt">[],
  days: readonly string[],
): AsyncGenerator<StatementKey> {
  const ids = apps.map(({ id }) => id);
  const there = new Set((await findStatementKeys(connection, ids, days[0] ?? "")).map(textOf));
  for (const { id: appId, createdAt } of apps) {
    const firstDay = dayOfChina(createdAt);
    for (const day of days.filter((one) => one >= firstDay)) {
      for (const live of [false, true]) {
        if (!there.has(textOf({ appId, live, day }))) yield { appId, live, day };
      }
    }
  }
}

function textOf({ appId, live, day }: StatementKey): string {
  return `${appId} ${live} ${day}`;
}

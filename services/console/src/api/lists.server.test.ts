import { type ConsoleRouteName, consoleRouteNames, consoleRouteOf, type Page } from "@compose-pay/contracts";
import { type Database, openDatabase } from "@compose-pay/database";
import { createLogger, createMetrics, newId, systemClock } from "@compose-pay/runtime";
import { type ExplainedSelect, explainSelects } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleStage, openConsoleStage } from "../../testing/console-stage.ts";
import { type ListCase, listCases, otherReads } from "../../testing/list-cases.ts";
import { asked } from "../../testing/list-filling.ts";
import { fillApps, fillLists } from "../../testing/list-rows.ts";
import { openInfrastructure } from "../open-infrastructure.ts";
import { createHandlers } from "./handlers.ts";
import type { Outcome } from "./handler.ts";

/**
 * Every list, asked in every way in which it can be asked, on tables that have more rows than any page may read and in
 * which what fits stands behind all that does not.
 */
let stage: ConsoleStage;
let pool: Database["pool"];
let ask: (name: ConsoleRouteName, input: unknown) => Promise<Outcome<Page<unknown>>>;
let close: () => Promise<void>;

const limit = 10;
type Asked = Readonly<Record<string, string>>;

/** What never has many rows: roles and settings are bounded, an installation has tens of accounts and an account a job. */
const smallTables = new Set([
  "roles",
  "settings",
  "setting_proposals",
  "channel_accounts",
  "jobs",
  "channel_certificates",
]);

beforeAll(async () => {
  stage = await openConsoleStage();
  await using atEnd = new AsyncDisposableStack();
  atEnd.defer(() => stage.close());
  // One connection, so that the session's counters are those of the call.
  const database = openDatabase({ url: stage.databaseUrl, poolSize: 1 });
  atEnd.defer(() => database.close());
  pool = database.pool;
  const core = { logger: createLogger({ service: "test", level: "silent" }), metrics: createMetrics("test") };
  const { settings } = stage;
  const parts = { ...core, clock: systemClock };
  const infrastructure = await openInfrastructure(settings, parts, atEnd);
  const deps = { ...infrastructure, ...parts, database, newId, settings, stopping: AbortSignal.timeout(1e9) };
  const handlers = createHandlers(deps);
  const session = { operator: { id: asked.operator }, session: { id: "ses_none" }, permissions: [] };
  ask = (name, input) => {
    // because the input was parsed by the schema of this very route, which answers a page
    const handle = handlers[name] as unknown as (call: object) => Promise<Outcome<Page<unknown>>>;
    return handle({ input, session, origin: {}, file: null });
  };
  await fillLists(pool);
  await analyze();
  // What a server leaves out by itself, before it counts, counts too.
  await pool.query("SET SESSION optimizer_switch = 'index_condition_pushdown=off'");
  const closing = atEnd.move();
  close = () => closing.disposeAsync();
}, 120_000);
afterAll(() => close());

async function analyze(): Promise<void> {
  const tables = (await valuesOf("SHOW TABLES")).flat().map((name) => `\`${name}\``);
  await pool.query(`ANALYZE TABLE ${tables.join(", ")}`);
}

async function valuesOf(sql: string): Promise<readonly (readonly string[])[]> {
  const [rows] = await pool.query({ sql, rowsAsArray: true });
  // because rowsAsArray makes each row an array of its values
  return (rows as readonly (readonly unknown[])[]).map((row) => row.map(String));
}

interface Counters {
  readonly read: number;
  readonly sorted: number;
}

/** How many entries of indexes and tables the session has read so far, and how many rows it has sorted. */
async function counters(): Promise<Counters> {
  const rows = await valuesOf(
    "SHOW SESSION STATUS WHERE Variable_name LIKE 'Handler\\_read%' OR Variable_name = 'Sort_rows'",
  );
  const sum = (isIt: (name: string) => boolean) =>
    rows.reduce((all, [name = "", value]) => (isIt(name) ? all + Number(value) : all), 0);
  return { read: sum((name) => name !== "Sort_rows"), sorted: sum((name) => name === "Sort_rows") };
}

interface Measured extends Counters {
  readonly outcome: Outcome<Page<unknown>>;
  readonly selects: readonly ExplainedSelect[];
  /** How often a query had to wait for the connection of another. */
  readonly waits: number;
}

async function measure(name: ConsoleRouteName, input: unknown): Promise<Measured> {
  let measured: Omit<Measured, "selects"> | undefined;
  let waits = 0;
  const count = () => (waits += 1);
  const selects = await explainSelects(pool, async () => {
    // Reading the counters moves them, by as much each time.
    const idle = await counters();
    const before = await counters();
    pool.on("enqueue", count);
    const outcome = await ask(name, input);
    pool.off("enqueue", count);
    const after = await counters();
    const grown = (of: keyof Counters) => after[of] - before[of] - (before[of] - idle[of]);
    measured = { outcome, waits, read: grown("read"), sorted: grown("sorted") };
  });
  if (measured === undefined) throw new Error("the call was not made");
  return { ...measured, selects };
}

/** Every choice of the filters, with every value of each. */
function choicesOf(filters: ListCase["filters"]): readonly Asked[] {
  return Object.entries(filters).reduce<readonly Asked[]>(
    (choices, [name, values]) => [
      ...choices,
      ...choices.flatMap((choice) => values.map((value) => ({ ...choice, [name]: value }))),
    ],
    [{}],
  );
}

/** A few entries for each row of the page and for each end of an index, the one behind the page included. */
function mostReads({ ends, mostLookedAt = 0 }: ListCase, input: Asked): number {
  return 20 + (limit + 1) * (12 + 3 * (ends?.(input) ?? 1)) + 2 * mostLookedAt;
}

async function expectBounded(
  name: ConsoleRouteName,
  list: ListCase,
  input: Asked,
): Promise<Page<unknown> | null> {
  const parsed = consoleRouteOf(name).input.safeParse(input);
  if (!parsed.success) return null;
  const { outcome, read, sorted, selects, waits } = await measure(name, parsed.data);
  if (outcome.kind !== "done") return null;
  const what = `${name} ${JSON.stringify(input)}`;
  const told = `${what}\n${selects.map(({ sql }) => sql.slice(0, 600)).join("\n")}`;
  expect(waits, what).toBe(0);
  expect(read, told).toBeLessThanOrEqual(mostReads(list, input));
  expect(sorted, told).toBeLessThanOrEqual(mostReads(list, input));
  for (const { sql, plan } of selects)
    for (const { table, type, rows, extra } of plan) {
      // What a subquery has brought, and what the server knows without reading.
      if (table === null || table.startsWith("<") || smallTables.has(table)) continue;
      expect(type, `${what}: ${table} in ${sql.slice(0, 2_000)} (${extra ?? ""})`).not.toBe("ALL");
      if (type === "index") expect(rows, `${what}: ${sql}`).toBeLessThanOrEqual(mostReads(list, input));
    }
  return outcome.answer;
}

async function expectList(name: ConsoleRouteName): Promise<void> {
  const list: ListCase | undefined = Object.entries(listCases).find(([one]) => one === name)?.[1];
  if (list === undefined) throw new Error(`${name} is in no table`);
  const { input } = consoleRouteOf(name);
  // because an object's schema keeps its members there
  const members = Object.keys((input as { readonly shape?: object }).shape ?? {});
  const filters = members.filter((member) => member !== "limit" && member !== "after");
  expect(Object.keys(list.filters).toSorted(), `the filters of ${name}`).toEqual(filters.toSorted());
  const page = members.includes("limit") ? { limit: String(limit) } : {};
  const taken = new Set<string>();
  for (const choice of choicesOf(list.filters)) {
    const first = await expectBounded(name, list, { ...choice, ...page });
    if (first === null) continue;
    for (const filter of Object.keys(choice)) taken.add(filter);
    if (list.isEmpty !== true)
      expect(first.rows.length, `${name} ${JSON.stringify(choice)}`).toBeGreaterThan(0);
    if (first.next === null) continue;
    const behind = { ...choice, ...page, after: first.next };
    expect(await expectBounded(name, list, behind), `${name} ${JSON.stringify(behind)}`).not.toBeNull();
  }
  expect([...taken].toSorted(), `the filters that ${name} takes`).toEqual(filters.toSorted());
}

const ofManyApps: readonly ConsoleRouteName[] = ["apps.list", "statements.apps"];

describe("every read", () => {
  it("is a list whose filters are known here, or none", () => {
    const reads = consoleRouteNames.filter((name) => consoleRouteOf(name).kind === "read");
    expect([...Object.keys(listCases), ...Object.keys(otherReads)].toSorted()).toEqual(reads.toSorted());
  });
});

describe("every list", () => {
  it.each(consoleRouteNames.filter((name) => name in listCases && !ofManyApps.includes(name)))(
    "%s reads its page and no more, however it is asked, one connection at a time",
    expectList,
    60_000,
  );

  it("goes through many apps too where it is one of apps", async () => {
    await fillApps(pool);
    await analyze();
    for (const name of ofManyApps) await expectList(name);
  }, 60_000);
});

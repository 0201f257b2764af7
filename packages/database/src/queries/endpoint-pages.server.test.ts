import { freshDatabase } from "@compose-pay/test-support";
import type { RowDataPacket } from "mysql2";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection.ts";
import { migrateDatabase } from "../migrate.ts";
import { deliveryTargets, webhookEndpoints } from "../tables/index.ts";
import type { DeliveryTargetRow } from "./delivery-targets.ts";
import { listEndpointPage, listFailingTargets } from "./endpoint-pages.ts";

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let database: Database;

const numbers = Array.from({ length: 2_000 }, (_, index) => index);
const idOf = (index: number) => `ep_${String(index).padStart(6, "0")}`;
const at = new Date("2026-03-01T08:00:00.000Z");

beforeAll(async () => {
  fresh = await freshDatabase();
  await migrateDatabase(fresh.url);
  // One connection, so that its counters are those of the query.
  database = openDatabase({ url: fresh.url, poolSize: 1 });
  await database.connection.insert(deliveryTargets).values(numbers.map(target));
  await database.connection.insert(webhookEndpoints).values(
    numbers.map((index) => ({
      id: idOf(index),
      appId: "app_1",
      url: "https://shop.example/hooks",
      eventTypes: ["*"],
      status: index % 100 === 0 ? ("disabled" as const) : ("enabled" as const),
      secret: "sealed",
      createdAt: at,
    })),
  );
});

afterAll(async () => {
  await database.close();
  await fresh.drop();
});

/** One in ten fails, three of them since one instant. */
function target(index: number): DeliveryTargetRow {
  const isFailing = index % 10 === 0;
  return {
    id: idOf(index),
    appId: "app_1",
    dueAt: null,
    failures: isFailing ? 3 : 0,
    failingSince: isFailing ? new Date(at.getTime() + Math.floor(index / 30) * 1_000) : null,
    openUntil: null,
    pacedUntil: null,
  };
}

async function entriesReadBy<Page>(read: () => Promise<Page>) {
  const before = await entriesRead();
  const page = await read();
  return { page, entries: (await entriesRead()) - before };
}

async function entriesRead(): Promise<number> {
  const [counters] = await database.pool.query<RowDataPacket[]>("SHOW SESSION STATUS LIKE 'Handler_read%'");
  return counters
    .filter((row) => row["Variable_name"] !== "Handler_read_rnd_next")
    .reduce((sum, row) => sum + Number(row["Value"]), 0);
}

it("a page of those that fail reads no more than its own, the longest first", async () => {
  const failing = numbers.filter((index) => index % 10 === 0).map(target);
  for (const depth of [0, 1, 100, 190]) {
    const last = depth === 0 ? undefined : failing[depth - 1];
    const after = last === undefined ? undefined : { id: last.id, failingSince: last.failingSince ?? at };
    const { page, entries } = await entriesReadBy(() =>
      listFailingTargets(database.connection, { after, limit: 11 }),
    );
    expect(page.rows.map(({ id }) => id)).toEqual(failing.slice(depth, depth + 11).map(({ id }) => id));
    expect(page.last?.id).toBe(failing.length > depth + 11 ? page.rows.at(-1)?.id : undefined);
    expect(entries).toBeLessThanOrEqual(page.rows.length + 3);
  }
});

it("a page of disabled ones reads no more than its own, newest first", async () => {
  const disabled = numbers
    .filter((index) => index % 100 === 0)
    .map(idOf)
    .toReversed();
  for (const depth of [0, 5, 15]) {
    const { page, entries } = await entriesReadBy(() =>
      listEndpointPage(database.connection, { status: "disabled", after: disabled[depth - 1], limit: 6 }),
    );
    expect(page.map(({ id }) => id)).toEqual(disabled.slice(depth, depth + 6));
    expect(entries).toBeLessThanOrEqual(page.length + 2);
  }
});

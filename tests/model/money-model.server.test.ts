import { type Database, findAutomaticRefund, migrateDatabase, openDatabase } from "@compose-pay/database";
import { freshDatabase } from "@compose-pay/test-support";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Books } from "./books-model.ts";
import { drain } from "./drain-model.ts";
import { replayOf } from "./replay.ts";
import { openRows, type Rows, say } from "./rows-model.ts";
import { snapshotOfBooks, snapshotOfRows } from "./snapshot.ts";
import { anyStory, play, type Story, tell } from "./story-model.ts";

const replay = replayOf(process.env, { variable: "MONEY_MODEL_ROWS", usual: 200, slowestMs: 500 });
const atOnce = 8;

describe("the rows of a payment", () => {
  let database: Database;
  let close: () => Promise<void>;
  let payments = 0;
  beforeAll(async () => {
    const fresh = await freshDatabase();
    await migrateDatabase(fresh.url);
    database = openDatabase({ url: fresh.url, poolSize: atOnce * 3 });
    close = async () => {
      await database.close();
      await fresh.drop();
    };
  });
  afterAll(() => close());

  const newRows = (): Promise<Rows> =>
    openRows({ database, clock: { now: () => new Date() } }, `model-${(payments += 1)}`);

  it(
    `say what the books of ${replay.sequences} stories say (${replay.text})`,
    { timeout: replay.timeoutMs },
    async () => {
      console.log(`money model, rows: ${replay.text}`);
      await forEachStory(async (story, books) => {
        const rows = await newRows();
        for (const saying of books.sayings) {
          if (saying.type === "refund_fact") await nameAutomatic(rows, books);
          expect(await say(rows, saying), `${saying.type} ${saying.number} of ${tell(story)}`).toBe(true);
        }
        expect(await snapshotOfRows(rows), tell(story)).toEqual(snapshotOfBooks(books));
      });
    },
  );

  it("hold every rule when all of it is said at once", { timeout: replay.timeoutMs }, async () => {
    await forEachStory(async (story, books) => {
      const rows = await newRows();
      const attempts = books.sayings.filter(({ type }) => type === "attempt");
      for (const saying of attempts) await say(rows, saying);
      for (const together of chunksOf(books.sayings, atOnce)) {
        await Promise.all(together.map((saying) => say(rows, saying)));
      }
      // What was said too early to be understood is said again, as a query would, which also confirms money.
      const paid = new Set(books.attempts.flatMap((one) => (one.state === "succeeded" ? [one.number] : [])));
      for (const saying of books.sayings) {
        if (saying.type === "refund_fact") await say(rows, saying);
        if (saying.type === "fact") {
          await say(rows, { ...saying, confirmLate: saying.confirmLate && !paid.has(saying.number) });
        }
      }
      const snapshot = await snapshotOfRows(rows);
      expect(sumOfEntries(snapshot.entries), tell(story)).toBe(moneyKept(snapshot, books.money.amount));
      holdsAtOnce(snapshot, books, story);
    });
  });
});

/** Each story that the model holds to be right, some of them at the same time. */
async function forEachStory(hold: (story: Story, books: Books) => Promise<void>): Promise<void> {
  const stories = fc.sample(anyStory, { seed: replay.seed, numRuns: replay.sequences });
  for (const together of chunksOf(stories, atOnce)) {
    await Promise.all(
      together.map(async (story) => {
        const world = play(story, () => undefined);
        drain(world);
        // What a channel gives back by itself is recorded on another way, which has tests of its own.
        const isReturned = world.orders.some(({ moneyReturned }) => moneyReturned);
        if (!isReturned) await hold(story, world.hub.books);
      }),
    );
  }
}

/** The product's own refund of a second success gets the number that the story has for it. */
async function nameAutomatic({ deps, ids }: Rows, { refunds }: Books): Promise<void> {
  for (const { number, kind, attempt } of refunds) {
    if (kind !== "duplicate" || ids.has(number)) continue;
    const made = await findAutomaticRefund(deps.database.connection, ids.get(attempt.number) ?? "");
    if (made !== null) ids.set(number, made.id);
  }
}

function holdsAtOnce(snapshot: Awaited<ReturnType<typeof snapshotOfRows>>, books: Books, story: Story): void {
  const told = tell(story);
  const successes = snapshot.attempts.filter((state) => state === "succeeded").length;
  const booked = books.attempts.filter(({ state }) => state === "succeeded").length;
  expect(successes, told).toBe(booked);
  expect(snapshot.status === "succeeded", told).toBe(booked > 0);
  expect(snapshot.refunds.filter((one) => one.startsWith("duplicate")).length, told).toBe(
    Math.max(0, successes - 1),
  );
  const standing = snapshot.refunds
    .map((one) => one.split(" "))
    .filter(([kind, , state]) => kind === "merchant" && state !== "failed");
  const reserved = standing.reduce((sum, [, amount]) => sum + Number(amount), 0);
  expect(snapshot.amountRefunded, told).toBe(reserved);
  expect(reserved, told).toBeLessThanOrEqual(books.money.amount);
  const ends = snapshot.changes.filter((one) => /^pay \S+ (succeeded|closed|failed)$/.test(one));
  expect(snapshot.events.filter((event) => /^payment\.(?!duplicate)/.test(event)).length, told).toBe(
    ends.length,
  );
  const successEvents = snapshot.events.filter((event) => /^payment\.(late_)?succeeded$/.test(event));
  expect(successEvents.length, told).toBe(booked > 0 ? 1 : 0);
}

/** @param entries each `<kind> <amount>` */
function sumOfEntries(entries: readonly string[]): number {
  const amounts = entries.map((one) => one.split(" "));
  return amounts.reduce((sum, [kind, amount]) => sum + (kind === "refund" ? -1 : 1) * Number(amount), 0);
}

/** What the rows themselves say that came in and did not go back. */
function moneyKept({ attempts, refunds }: Awaited<ReturnType<typeof snapshotOfRows>>, price: number): number {
  const successes = attempts.filter((state) => state === "succeeded").length;
  const ended = refunds.map((one) => one.split(" ")).filter(([, , state]) => state === "succeeded");
  return ended.reduce((sum, [, amount]) => sum - Number(amount), successes * price);
}

function chunksOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const chunks: Item[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}

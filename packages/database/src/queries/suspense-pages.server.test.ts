import { explainSelects, freshDatabase } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection.ts";
import { migrateDatabase } from "../migrate.ts";
import { insertSuspense, type SuspenseRow } from "./suspense.ts";
import { listOpenSuspense, type SuspenseFilter } from "./suspense-pages.ts";

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let database: Database;

const at = new Date("2026-03-01T08:00:00.000Z");
const row = (change: Partial<SuspenseRow>): SuspenseRow => ({
  channelAccountId: "acc_1",
  outNo: "att_1",
  day: "2026-02-27",
  runId: "run_1",
  kind: "payment",
  amount: 100,
  state: "open",
  resolvedByRunId: null,
  suspendedAt: at,
  endedAt: null,
  ...change,
});

beforeAll(async () => {
  fresh = await freshDatabase();
  await migrateDatabase(fresh.url);
  database = openDatabase({ url: fresh.url, poolSize: 1 });
  await insertSuspense(database.connection, [
    row({ outNo: "att_2" }),
    row({ outNo: "att_1" }),
    row({ outNo: "att_3", channelAccountId: "acc_0" }),
    row({ outNo: "att_4", day: "2026-02-26" }),
    row({ outNo: "att_5", day: "2026-02-28", kind: "refund" }),
    row({ outNo: "att_6", state: "expired" }),
    row({ outNo: "att_7", state: "resolved" }),
  ]);
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const numbers = async (filter: Partial<SuspenseFilter>) =>
  (await listOpenSuspense(database.connection, { limit: 10, ...filter })).map(({ outNo }) => outNo);

describe("what is suspended", () => {
  it("is listed oldest day first, by account and number, without what has ended", async () => {
    expect(await numbers({})).toEqual(["att_4", "att_3", "att_1", "att_2", "att_5"]);
    expect(await numbers({ channelAccountId: "acc_1" })).toEqual(["att_4", "att_1", "att_2", "att_5"]);
    expect(await numbers({ fromDay: "2026-02-27", toDay: "2026-02-27" })).toEqual([
      "att_3",
      "att_1",
      "att_2",
    ]);
  });

  it("goes on behind the last of a page, whatever it shares with the next", async () => {
    for (const channelAccountId of [undefined, "acc_1"]) {
      const found: string[] = [];
      let after: SuspenseFilter["after"];
      do {
        const page = await listOpenSuspense(database.connection, { channelAccountId, after, limit: 1 });
        found.push(...page.map(({ outNo }) => outNo));
        after = page[0];
      } while (after !== undefined);
      expect(found).toEqual(await numbers({ channelAccountId }));
    }
  });

  it("is read along an index, in its order, by each filter", async () => {
    const after = { day: "2026-02-26", channelAccountId: "acc_1", outNo: "att_4" };
    for (const channelAccountId of [undefined, "acc_1"]) {
      for (const days of [{}, { fromDay: "2026-02-26", toDay: "2026-02-28" }, { after }]) {
        const [select] = await explainSelects(database.pool, () => numbers({ channelAccountId, ...days }));
        const index = channelAccountId === undefined ? "suspense_day" : "suspense_open";
        expect(select?.plan).toMatchObject([
          { key: index, type: expect.stringMatching(/^(ref|range)$/) as string },
        ]);
        expect(select?.plan[0]?.extra ?? "").not.toContain("filesort");
      }
    }
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newTestApp } from "../testing/endpoint-fixture.ts";
import { openSetUp, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { addAccount, addRun, bookPayments, day } from "../testing/statement-fixture.ts";
import { buildDueStatements } from "./build-due-statements.ts";

let fixture: SetUpFixture;
let appId: string;
beforeEach(async () => {
  fixture = await openSetUp();
  appId = await newTestApp(fixture);
});
afterEach(() => fixture.close());

const said: string[] = [];
const run = (now: Date, limit = 1_000) =>
  buildDueStatements(fixture.deps, { now, limit, say: (line) => void said.push(line) });
const built = async (): Promise<readonly string[]> => {
  const [rows] = await fixture.deps.database.pool.query({
    sql: "SELECT app_id, live, day FROM statements ORDER BY day, live",
    rowsAsArray: true,
  });
  // because a SELECT answers rows
  return (rows as readonly (readonly unknown[])[]).map((row) => row.slice(1).join(" "));
};

/** Noon of 4 March in China; the app is there since 1 March. */
const now = new Date("2026-03-04T04:00:00.000Z");

describe("the statements that are due", () => {
  it("are those of each day since the app is there, for both modes, once", async () => {
    said.length = 0;
    expect(await run(now)).toEqual({ built: 6, waiting: 0, hasMore: false });
    const days = ["2026-03-01", "2026-03-02", "2026-03-03"];
    expect(await built()).toEqual(days.flatMap((one) => [`0 ${one}`, `1 ${one}`]));
    expect(said).toHaveLength(6);
    expect(said[0]).toBe(`statement of ${appId} (test) for 2026-03-01`);
    expect(await run(now)).toEqual({ built: 0, waiting: 0, hasMore: false });
  });

  it("are no more at once than asked for, and the next run goes on", async () => {
    expect(await run(now, 4)).toEqual({ built: 4, waiting: 0, hasMore: true });
    expect(await run(now, 4)).toEqual({ built: 2, waiting: 0, hasMore: false });
  });

  it("go back 35 days", async () => {
    await run(new Date("2026-04-30T04:00:00.000Z"));
    expect((await built()).at(0)).toBe("0 2026-03-26");
    expect(await built()).toHaveLength(70);
  });

  it("wait for the reconciliation of their day alone, and are built anew when a late success undoes them", async () => {
    await addAccount(fixture, "acc_1");
    await bookPayments(fixture, "wechat", { count: 2, channelAccountId: "acc_1", appId });
    expect(await run(now)).toEqual({ built: 5, waiting: 1, hasMore: false });
    await addRun(fixture, "acc_1", "balanced");
    expect(await run(now)).toEqual({ built: 1, waiting: 0, hasMore: false });
    await bookPayments(fixture, "late", { count: 3, channelAccountId: "acc_1", appId, bookedAt: now });
    expect(await built()).not.toContain(`0 ${day}`);
    expect(await run(now)).toEqual({ built: 1, waiting: 0, hasMore: false });
  });
});

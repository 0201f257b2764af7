import { findRun, listDiscrepancies, type RunRow, upsertSetting } from "@compose-pay/database";
import type { BillLine } from "@compose-pay/domain";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type DayStage, lineOf, openDayStage } from "../../testing/day-stage.ts";
import { finishRun } from "./finish-run.ts";
import { matchDay } from "./match-day.ts";

const limit = 100_000;
let stage: DayStage;
beforeAll(async () => {
  stage = await openDayStage();
});
beforeEach(() => stage.empty());
afterAll(() => stage.close());

async function run(version: number, source: string, lines: readonly BillLine[]): Promise<RunRow> {
  const bill = await stage.bill(lines, { version, source });
  const held = await stage.run(bill, { version });
  const deps = stage.deps({ settings: { APPROVAL_FROM_FEN: limit } });
  await finishRun(deps, held, await matchDay(deps, held));
  const done = await findRun(stage.database.connection, held.id);
  if (done === null) throw new Error("the run is gone");
  return done;
}

async function all(state: "open" | "resolved") {
  return listDiscrepancies(stage.database.connection, { state, limit: 100 });
}

describe("a day that is matched again over a bill that only a person brought", () => {
  it("keeps open, as its own and with a note, what it does not find and comes to the amount for two people", async () => {
    const [one, two] = [await stage.paid({ amount: limit - 1 }), await stage.paid({ amount: 1 })];
    await run(1, "channel", []);
    const forged = await run(2, "lin@example.com", [lineOf(one), lineOf(two, { lineNo: 3 })]);
    expect(forged.state).toBe("has_discrepancies");
    const open = await all("open");
    expect(new Set(open.map(({ attemptId }) => attemptId))).toEqual(new Set([one.id, two.id]));
    expect(open.map(({ runId }) => runId)).toEqual([forged.id, forged.id]);
    const held_open = { run: forged.id, bill: forged.tradeBillId, uploaded_by: "lin@example.com" };
    for (const { outcome, resolvedAt } of open) {
      expect(outcome).toMatchObject({ held_open });
      expect(resolvedAt).toBeNull();
    }
  });

  it("settles it when the channel's own bill says so, and not by one more that is uploaded", async () => {
    const paid = await stage.paid({ amount: limit });
    await run(1, "channel", []);
    await run(2, "lin@example.com", [lineOf(paid)]);
    expect((await run(3, "lin@example.com", [lineOf(paid)])).state).toBe("has_discrepancies");
    const fourth = await run(4, "channel", [lineOf(paid)]);
    expect(fourth.state).toBe("closed");
    expect(await all("resolved")).toMatchObject([
      { attemptId: paid.id, resolution: "by_itself", outcome: { not_found_by: fourth.id } },
    ]);
  });

  it("settles what comes to less, and nothing of which the amount is not known", async () => {
    const paid = await stage.paid({ amount: limit - 1 });
    await run(1, "channel", []);
    expect((await run(2, "lin@example.com", [lineOf(paid)])).state).toBe("closed");
    await run(3, "channel", []);
    await stage.database.pool.query("UPDATE discrepancies SET amount = NULL");
    expect((await run(4, "lin@example.com", [lineOf(paid)])).state).toBe("has_discrepancies");
  });

  it("keeps beside the note what people had decided before and nobody agreed to", async () => {
    const paid = await stage.paid({ amount: limit });
    await run(1, "channel", []);
    const rejected = JSON.stringify({ rejections: [{ rejected_by: "bert", rejected_because: '"差"' }] });
    await stage.database.pool.query("UPDATE discrepancies SET outcome = ?", [rejected]);
    await run(2, "lin@example.com", [lineOf(paid)]);
    const [row] = await all("open");
    expect(row?.outcome).toMatchObject({
      rejections: [{ rejected_by: "bert", rejected_because: '"差"' }],
      held_open: { uploaded_by: "lin@example.com" },
    });
  });

  it("counts from the amount that operators have set", async () => {
    const paid = await stage.paid({ amount: 10 });
    await run(1, "channel", []);
    const setting = { name: "approval_from_fen", value: 10, updatedBy: "opr_1", updatedAt: new Date() };
    await upsertSetting(stage.database.connection, setting);
    expect((await run(2, "lin@example.com", [lineOf(paid)])).state).toBe("has_discrepancies");
  });
});

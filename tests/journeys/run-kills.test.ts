import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BillDesk, createBillDesk } from "./harness/bill-desk.ts";
import { daysAgo } from "./harness/china-days.ts";
import { type FilledDay, fillDay } from "./harness/filled-books.ts";
import { type Reconciling, reconcilingOf } from "./harness/reconciling.ts";
import { openStage, type Stage } from "./harness/stage.ts";

let stage: Stage;
let desk: BillDesk;
let reconciling: Reconciling;
let filled: FilledDay;

const rows = 100_000;
const day = daysAgo(2);
/** By what they are found as; each at a place of its own. */
const planted = {
  missing_there: [40_000, 60_000],
  amount_differs: [20_000],
  fee_differs: [30_000],
  duplicate: [50_000],
  missing_here: [70_000],
  status_differs: [80_000],
} as const;

beforeAll(async () => {
  stage = await openStage({
    only: ["reconcile-worker"],
    env: { "reconcile-worker": { SWEEP_EVERY_MS: "200", RUN_LEASE_MS: "5000" } },
  });
  desk = createBillDesk(stage.product.sandboxUrl);
  reconciling = reconcilingOf(stage);
  filled = await fillDay(stage, desk, { day, rows });
  await plant();
});
afterAll(() => stage.close());

async function plant(): Promise<void> {
  const edits = (["amount_differs", "fee_differs", "duplicate", "missing_there"] as const).flatMap((type) =>
    planted[type].map((place) => ({ type, no: filled.number(place) })),
  );
  const editOf = {
    amount_differs: "amount",
    fee_differs: "fee",
    duplicate: "duplicate",
    missing_there: "drop",
  } as const;
  await desk.setEdits("wechat", day, [
    ...edits.map(({ type, no }) => ({
      out_no: no,
      edit: editOf[type],
      ...(type === "amount_differs" || type === "fee_differs" ? { value: 77 } : {}),
    })),
    { out_no: "stranger", edit: "add", value: 5 },
  ]);
  for (const place of [...planted.missing_here, ...planted.status_differs]) {
    await stage.books.change("DELETE FROM book_entries WHERE out_no = ?", [filled.number(place)]);
  }
  for (const place of planted.missing_here) {
    await stage.books.change("DELETE FROM attempts WHERE id = ?", [filled.number(place)]);
  }
  for (const place of planted.status_differs) {
    const sql =
      "UPDATE attempts SET state = 'pending', channel_trade_no = NULL, settled_at = NULL WHERE id = ?";
    await stage.books.change(sql, [filled.number(place)]);
  }
}

describe(`a run of ${rows} payments whose worker is killed in each of its states`, () => {
  it(
    "is gone on with by others, counts nothing twice and forgets nothing",
    { timeout: 300_000 },
    async () => {
      await stage.customer.setFaults([{ channel: "wechat", operation: "bill", fault: "hang", times: 1 }]);
      const id = await reconciling.start("wechat", day);
      await waitFor(async () => (await stage.customer.faultsLeft()) === 0, {
        deadlineMs: 30_000,
        everyMs: 20,
      });
      expect((await stateOf(id)).state).toBe("waiting_for_bill");
      const second = await stage.product.addProcess("reconcile-worker");
      await killFirst();

      await until(id, "its lines come", async (run) => {
        const [line] = await stage.books.rows("SELECT 1 FROM bill_lines LIMIT 1");
        return run.state === "loading" && line !== undefined;
      });
      second.process.kill();
      await second.process.exited;
      const loaded = "SELECT COUNT(*) AS n FROM bills WHERE state = 'loaded'";
      expect(await stage.books.rows(loaded)).toEqual([{ n: 0 }]);
      await stage.product.restart("reconcile-worker");

      await until(id, "matching is under way", (run) => run.state === "matching" && run.cursor !== "");
      await killFirst();
      expect(await stateOf(id)).toMatchObject({ state: "matching", is_lines_done: 0 });
      await stage.product.restart("reconcile-worker");

      await until(id, "all lines are done", (run) => run.is_lines_done === 1);
      await killFirst();
      expect(await stateOf(id)).toMatchObject({ state: "matching", matched_at: null });
      await stage.product.restart("reconcile-worker");

      const run = await reconciling.until(id, ({ state }) => state === "has_discrepancies", 120_000);
      await expectExact(id, run);
    },
  );
});

describe("a run that two workers and two operators want", () => {
  it("is one, and found the same", { timeout: 200_000 }, async () => {
    const second = await stage.product.addProcess("reconcile-worker");
    const flags = ["wechat", day, "--repeat"] as const;
    const ids = await Promise.all(Array.from({ length: 4 }, () => reconciling.start(...flags)));
    const [id = ""] = ids;
    expect(new Set(ids).size).toBe(1);
    expect(await stage.books.rows("SELECT version FROM runs ORDER BY version")).toEqual([
      { version: 1 },
      { version: 2 },
    ]);
    const run = await reconciling.until(id, ({ state }) => state === "has_discrepancies", 120_000);
    await expectExact(id, run);
    expect((await reconciling.show(id)).version).toBe(2);
    await second.process.stop(20_000);
  });

  it(
    "goes on when its worker sleeps past its lease, and takes nothing from it afterwards",
    { timeout: 200_000 },
    async () => {
      const id = await reconciling.start("wechat", day, "--repeat");
      const { pid } = stage.product.process("reconcile-worker").process;
      await until(id, "matching is under way", async (run) => {
        if (run.state !== "matching" || run.cursor === "") return false;
        process.kill(pid, "SIGSTOP");
        const isFree = await isUnlocked(id);
        if (!isFree) process.kill(pid, "SIGCONT");
        return isFree;
      });
      const asleep = await stateOf(id);
      expect(asleep).toMatchObject({ state: "matching", matched_at: null });
      const second = await stage.product.addProcess("reconcile-worker");
      try {
        await reconciling.until(id, ({ state }) => state === "has_discrepancies", 120_000);
        await second.process.stop(20_000);
      } finally {
        process.kill(pid, "SIGCONT");
      }
      const { fence, matched_at } = await stateOf(id);
      expect(fence).toBeGreaterThan(asleep.fence);
      await reconciling.wake();
      await until(id, "the first looks at it again", (run) => run.fence > fence);
      expect((await stateOf(id)).matched_at).toEqual(matched_at);
      await expectExact(id, await reconciling.show(id));
    },
  );
});

interface RunState {
  readonly state: string;
  readonly cursor: string;
  readonly is_lines_done: number;
  readonly matched_at: Date | null;
  readonly due_at: Date;
  readonly fence: number;
}

async function stateOf(id: string): Promise<RunState> {
  const [run] = await stage.books.rows<RunState>(
    "SELECT state, `cursor`, is_lines_done, matched_at, due_at, fence FROM runs WHERE id = ?",
    [id],
  );
  if (run === undefined) throw new Error(`there is no run ${id}`);
  return run;
}

async function until(
  id: string,
  what: string,
  is: (run: RunState) => boolean | Promise<boolean>,
): Promise<void> {
  const limits = { deadlineMs: 90_000, everyMs: 10, what };
  await waitFor(async () => is(await stateOf(id)), limits).catch(async (cause: unknown) => {
    throw new Error(`${what}: ${JSON.stringify(await stateOf(id))}`, { cause });
  });
}

/** A worker that sleeps in the middle of a transaction has the run's row locked until it wakes. */
async function isUnlocked(id: string): Promise<boolean> {
  const locking = "SELECT id FROM runs WHERE id = ? FOR UPDATE SKIP LOCKED";
  // What it had sent before it slept may be on its way still.
  for (let looks = 0; looks < 10; looks += 1) {
    if ((await stage.books.rows(locking, [id])).length === 0) return false;
  }
  return true;
}

async function killFirst(): Promise<void> {
  const { process: first } = stage.product.process("reconcile-worker");
  first.kill();
  await first.exited;
}

/** Each planted difference once and nothing else, every line and entry counted once. */
async function expectExact(id: string, run: Awaited<ReturnType<Reconciling["show"]>>): Promise<void> {
  const found = (await reconciling.findings(id)).map((one) => one.split(" ").slice(0, 2).join(" "));
  const wanted = Object.entries(planted).flatMap(([type, places]) =>
    places.map((place) => `${type} ${filled.number(place)}`),
  );
  expect(found).toEqual([...wanted, "missing_here stranger"].toSorted());
  const of = { amount_differs: 1, fee_differs: 1, suspended: 0 };
  expect(run.counts).toMatchObject({
    lines: { ...of, matched: rows - 6, duplicate: 1, missing_here: 2, status_differs: 1, missing_there: 0 },
    entries: { ...of, matched: rows - 6, missing_there: 2, duplicate: 0, missing_here: 0, status_differs: 0 },
  });
  const lines = "SELECT COUNT(*) AS n, COUNT(DISTINCT line_no) AS places FROM bill_lines WHERE bill_id = ?";
  expect(await stage.books.rows(lines, [run.trade_bill_id])).toEqual([{ n: rows, places: rows }]);
}

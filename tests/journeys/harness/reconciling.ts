import { waitFor } from "@compose-pay/test-support";
import { z } from "zod";
import type { RealChannel } from "./customer.ts";
import { createOperator } from "./operator.ts";
import type { Stage } from "./stage.ts";

const counts = z.record(z.string(), z.int());
const sums = z.object({
  payments: z.int(),
  paymentAmount: z.int(),
  refunds: z.int(),
  refundAmount: z.int(),
  fees: z.int(),
});
const shownRun = z.object({
  id: z.string(),
  version: z.int(),
  state: z.string(),
  fault: z.string().nullable(),
  trade_bill_id: z.string().nullable(),
  asked: z.int(),
  matched_at: z.string().nullable(),
  discrepancies: z.int(),
  unresolved: z.int(),
  has_suspended: z.boolean(),
  counts: z.object({ lines: counts, entries: counts }),
  summary: z
    .looseObject({
      there: sums,
      here: sums,
      difference: z.object({ payments: z.int(), refunds: z.int(), fees: z.int() }),
      funds: z.array(z.unknown()),
    })
    .nullable(),
});

/** A run as the command line shows it; sums in fen. */
export type ShownRun = z.output<typeof shownRun>;

/** An operator who reconciles the demo accounts by the command line. */
export interface Reconciling {
  /** `run start`; answers the run's id. */
  start(channel: RealChannel, day: string, ...flags: readonly string[]): Promise<string>;
  show(runId: string): Promise<ShownRun>;
  /** Waits until the run is as wanted, and has runs that rest looked at meanwhile. */
  until(runId: string, isWanted: (run: ShownRun) => boolean, deadlineMs?: number): Promise<ShownRun>;
  /** Waits until the run has matched its bill. */
  untilMatched(runId: string): Promise<ShownRun>;
  /** Waits until the run stands still; answers its fault. */
  untilStanding(runId: string): Promise<string>;
  /** What a run has found, as `type number state`, sorted. */
  findings(runId: string): Promise<readonly string[]>;
  /** Has every run that rests looked at now, without waiting for its time. */
  wake(): Promise<void>;
}

const usuallyWithinMs = 40_000;

export function reconcilingOf(stage: Stage): Reconciling {
  const { books, product } = stage;
  const operator = createOperator(stage);
  const show = async (runId: string) => shownRun.parse(await operator.run("run", "show", runId));
  const wake = async () => {
    const resting = "state IN ('balanced', 'has_discrepancies') AND due_at IS NOT NULL";
    await books.change(`UPDATE runs SET due_at = UTC_TIMESTAMP(3) WHERE ${resting}`);
  };
  const until: Reconciling["until"] = async (runId, isWanted, deadlineMs = usuallyWithinMs) => {
    let last: ShownRun | null = null;
    const probe = async () => {
      last = await show(runId);
      if (isWanted(last)) return last;
      await wake();
      return false;
    };
    return waitFor(probe, { deadlineMs, everyMs: 250, what: runId }).catch((cause: unknown) => {
      throw new Error(`${runId} is ${JSON.stringify(last)}`, { cause });
    });
  };
  return {
    start: async (channel, day, ...flags) => {
      const account = product.demo.accounts[channel];
      const started = await operator.run("run", "start", "--account", account, "--day", day, ...flags);
      return z.string().parse(started["id"]);
    },
    show,
    until,
    untilMatched: (runId) => until(runId, ({ state }) => /balanced|has_discrepancies|closed/.test(state)),
    untilStanding: async (runId) => (await until(runId, ({ fault }) => fault !== null)).fault ?? "",
    findings: async (runId) => {
      const rows = await books.rows(findingsSql, [runId]);
      return rows.map((row) => String(row["finding"]));
    },
    wake,
  };
}

const findingsSql = `SELECT CONCAT(type, ' ', IF(refund_id = '', attempt_id, refund_id), ' ', COALESCE(resolution, state))
  AS finding FROM discrepancies WHERE run_id = ? ORDER BY finding`;

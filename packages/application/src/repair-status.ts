import { type Database, type DiscrepancyRow, updateDiscrepancy } from "@compose-pay/database";
import { isChannelAhead } from "@compose-pay/domain";
import { makeDue } from "./ask-subject.ts";
import { discrepancyFacts } from "./discrepancy-facts.ts";
import { withLockedDiscrepancy } from "./lock-discrepancy.ts";
import { type RepairCursor, type RepairRound, repairableDiscrepancies } from "./repairable-discrepancies.ts";
import { outcomeOf } from "./resolution-outcome.ts";

/** How long the channel is not asked again because of the same discrepancy. */
const askAgainMs = 3_600_000;

/** After a day of it a person must decide. */
const mostTimesAsked = 24;

/**
 * Has the channel asked about payments and refunds of which its bill knows more than we do; the sweeps ask at the pace
 * of its account, and the life cycle takes the answer. No state is changed here. Called again it asks about the same
 * one an hour later at the earliest.
 */
export async function repairStatus(
  { database }: { readonly database: Database },
  round: RepairRound,
): Promise<{ readonly asked: number; readonly next: RepairCursor | null }> {
  const { rows, next } = await repairableDiscrepancies(database, round);
  let asked = 0;
  for (const row of rows) {
    if (isTurn(row, round.now) && (await ask(database, row.id, round.now))) asked += 1;
  }
  return { asked, next };
}

function isTurn(row: DiscrepancyRow, now: Date): boolean {
  const { asked } = outcomeOf(row);
  if (asked === undefined) return true;
  return asked.times < mostTimesAsked && now.getTime() - Date.parse(asked.at) >= askAgainMs;
}

async function ask(database: Database, id: string, now: Date): Promise<boolean> {
  const clock = { now: () => now };
  const isAsked = await withLockedDiscrepancy({ database, clock }, id, async (transaction, locked) => {
    const { row, subject } = locked;
    if (row.state !== "open" || !isTurn(row, now)) return false;
    if (subject.kind !== "payment" && subject.kind !== "refund") return false;
    if (!isChannelAhead(await discrepancyFacts(transaction, row, subject))) return false;
    await makeDue(transaction, subject, now);
    const outcome = outcomeOf(row);
    const asked = { at: now.toISOString(), times: (outcome.asked?.times ?? 0) + 1 };
    return updateDiscrepancy(transaction, row, { outcome: { ...outcome, asked } });
  });
  return isAsked ?? false;
}

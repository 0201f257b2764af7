import { type BillFetching, fetchAndKeepBill, type OpenChannelAccount } from "@compose-pay/application";
import { type BillRow, findNewestLoadedBill, type RunRow } from "@compose-pay/database";
import type { BillType } from "@compose-pay/domain";
import { askAgainAt, onNextDay } from "./bill-times.ts";
import { isBillInVain } from "./is-bill-in-vain.ts";
import type { RunDeps } from "./run-deps.ts";
import { RunFault, saveStep } from "./run-work.ts";

/** A call that went wrong, or was put off by the channel, is made again so much later. */
const tryAgainMs = 10 * 60_000;

/** The bill of one type, or when to look for it again and why. */
type Obtained =
  | { readonly kind: "bill"; readonly bill: BillRow }
  | { readonly kind: "later"; readonly at: Date; readonly reason: string };

/**
 * Takes the bills of a run's day: what the channel has, and only where it gives none in its time what an operator uploaded.
 * While one is not there, the run waits.
 *
 * @returns true when all are there
 */
export async function obtainBills(deps: RunDeps, run: RunRow, account: OpenChannelAccount): Promise<boolean> {
  const bills = new Map<BillType, BillRow>();
  for (const type of account.channel.billTypes) {
    const obtained = await obtain(deps, run, { account, type });
    if (obtained.kind === "later") {
      await waitForBill(deps, run, { account, type, obtained });
      return false;
    }
    bills.set(type, obtained.bill);
  }
  const tradeBillId = bills.get("trade")?.id ?? null;
  const fundBillId = bills.get("fund_flow")?.id ?? null;
  await saveStep(deps, run, { change: { state: "loading", tradeBillId, fundBillId } });
  return true;
}

interface Wanted {
  readonly account: OpenChannelAccount;
  readonly type: BillType;
}

async function obtain(deps: RunDeps, run: RunRow, { account, type }: Wanted): Promise<Obtained> {
  const key = { accountId: run.channelAccountId, day: run.day, type };
  const { connection } = deps.database;
  const known = await findNewestLoadedBill(connection, key, "channel");
  // It is asked for again when a run is repeated, because it may have been corrected.
  if (known !== null && run.version === 1) return { kind: "bill", bill: known };
  const now = deps.clock.now();
  const readyAt = account.channel.billReadyAt;
  const fetched: BillFetching =
    onNextDay(run.day, readyAt) > now
      ? { kind: "not_ready" }
      : await fetchAndKeepBill(deps, { ...key, traceId: run.traceId });
  const instead = async () =>
    known ??
    (isBillInVain(fetched, { asked: run.asked + 1, isLate: now >= onNextDay(run.day, deps.billLateAt) })
      ? await findNewestLoadedBill(connection, key, "uploaded")
      : null);
  switch (fetched.kind) {
    case "kept":
    case "known":
    case "empty":
      return { kind: "bill", bill: fetched.bill };
    case "not_ready":
      return orLater(await instead(), {
        at: askAgainAt(run.day, { readyAt, now }),
        reason: "the channel has not made it yet",
      });
    case "account_unknown":
      throw new RunFault(`there is no account ${run.channelAccountId}`);
    case "unknown":
    case "throttled":
    case "misconfigured":
      return orLater(await instead(), {
        at: new Date(now.getTime() + tryAgainMs),
        reason: `${fetched.kind}: ${fetched.reason}`,
      });
  }
}

function orLater(bill: BillRow | null, later: { readonly at: Date; readonly reason: string }): Obtained {
  return bill === null ? { kind: "later", ...later } : { kind: "bill", bill };
}

async function waitForBill(
  deps: RunDeps,
  run: RunRow,
  { type, obtained }: Wanted & { readonly obtained: Extract<Obtained, { kind: "later" }> },
): Promise<void> {
  if (deps.clock.now() >= onNextDay(run.day, deps.billLateAt)) {
    const text = `The ${type} bill of ${run.day} of account ${run.channelAccountId} is not there: ${obtained.reason}.`;
    deps.alarms.raise({ kind: "bill_late", subject: `${run.channelAccountId} ${run.day}`, text });
  }
  await saveStep(deps, run, { change: { asked: run.asked + 1, dueAt: obtained.at } });
}

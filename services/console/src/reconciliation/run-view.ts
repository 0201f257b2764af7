import { readRunSummary, type RunSumName, runSumNames } from "@compose-pay/application";
import type {
  BilledAccount,
  RunClassCount,
  RunFundDifference,
  RunSum,
  RunView,
} from "@compose-pay/contracts";
import type { ChannelAccount, RunRow } from "@compose-pay/database";
import { matchClasses } from "@compose-pay/domain";
import { z } from "zod";

export function billedAccountView(
  account: Pick<ChannelAccount, "id" | "name" | "channel" | "live" | "enabled">,
): BilledAccount {
  const { id, name, channel, live, enabled } = account;
  return { id, name, channel, live, enabled };
}

export function runView(run: RunRow, account: Parameters<typeof billedAccountView>[0] | null): RunView {
  return {
    id: run.id,
    account: account === null ? null : billedAccountView(account),
    account_id: run.channelAccountId,
    day: run.day,
    version: run.version,
    state: run.state,
    fault: run.fault,
    trade_bill_id: run.tradeBillId,
    fund_bill_id: run.fundBillId,
    asked: run.asked,
    trigger: run.trigger,
    trace_id: run.traceId,
    created_at: run.createdAt.toISOString(),
    due_at: run.dueAt?.toISOString() ?? null,
    matched_at: run.matchedAt?.toISOString() ?? null,
    closed_at: run.closedAt?.toISOString() ?? null,
  };
}

const numbers = z.record(z.string(), z.number());
const countsSchema = z.object({ lines: numbers, entries: numbers });

/** @param counts as the worker wrote them; classes that nothing is of are left out */
export function runCountsView(counts: unknown): readonly RunClassCount[] {
  const read = countsSchema.safeParse(counts);
  if (!read.success) return [];
  const { lines, entries } = read.data;
  return matchClasses
    .map((one) => ({ class: one, lines: lines[one] ?? 0, entries: entries[one] ?? 0 }))
    .filter((one) => one.lines + one.entries > 0);
}

/** @param summary as the worker wrote it; null until all is matched */
export function runSummaryView(summary: unknown): {
  readonly sums: readonly RunSum[];
  readonly funds: readonly RunFundDifference[];
} {
  const read = readRunSummary(summary);
  if (read === null) return { sums: [], funds: [] };
  const { there, here, funds } = read;
  return {
    sums: runSumNames.map((of) => ({
      name: sumNames[of],
      there: there[of],
      here: here[of],
      difference: there[of] - here[of],
    })),
    funds: funds.map(({ name, tradeBill, fundFlow }) => ({
      name,
      trade_bill: tradeBill,
      fund_flow: fundFlow,
    })),
  };
}

const sumNames: Readonly<Record<RunSumName, RunSum["name"]>> = {
  payments: "payments",
  paymentAmount: "payment_amount",
  refunds: "refunds",
  refundAmount: "refund_amount",
  fees: "fees",
};

import { readRunSummary } from "@compose-pay/application";
import type { MatchCounts } from "@compose-pay/domain";
import { matchClasses } from "@compose-pay/domain";
import { renderTable } from "./render-table.ts";

/** How many lines and entries are of each class; classes that nothing is of are left out. */
export function renderCounts(
  counts: Partial<Record<keyof MatchCounts, Readonly<Record<string, number>>>>,
): string {
  const rows = matchClasses
    .map((one) => [one, counts.lines?.[one] ?? 0, counts.entries?.[one] ?? 0] as const)
    .filter(([, lines, entries]) => lines + entries > 0);
  return rows.length === 0 ? "nothing is matched yet" : renderTable(["class", "lines", "entries"], rows);
}

const sums = [
  ["payments", "payments"],
  ["paid, fen", "paymentAmount"],
  ["refunds", "refunds"],
  ["refunded, fen", "refundAmount"],
  ["fees, fen", "fees"],
] as const;

/** The day's sums on both sides; empty until it is matched. */
export function renderSummary(summary: unknown): string {
  const read = readRunSummary(summary);
  if (read === null) return "";
  const { there, here, funds } = read;
  const rows = sums.map(([name, of]) => [name, there[of], here[of], there[of] - here[of]]);
  const moved = funds.map(({ name, tradeBill, fundFlow }) => [
    `${name} moved, fen`,
    tradeBill,
    fundFlow,
    fundFlow - tradeBill,
  ]);
  const table = renderTable(["sum", "bill", "our books", "difference"], rows);
  return moved.length === 0
    ? table
    : `${table}\n\n${renderTable(["funds", "trade bill", "fund flow", "difference"], moved)}`;
}

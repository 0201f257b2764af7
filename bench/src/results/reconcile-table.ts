import { median } from "../measuring/median.ts";
import type { ReconcileDay, ReconcileResult } from "../reconciliation/reconcile.ts";
import { columns, ratio } from "./columns.ts";

const targets = "1 000 000 lines in 20 s and 300 MiB; 10 000 000 in 512 MiB, linear within 15 %";

export function reconcileTable({ days }: ReconcileResult): string {
  const [first] = days;
  const ofFirst = first === undefined ? Number.NaN : microsecondsPerLine(first);
  const costs = first?.rounds[0]?.cpuMicrosecondsPerLine ?? {};
  return [
    `reconciliation with 1 000 differences, all found and classed: target ${targets}`,
    columns([
      ["median of rounds", "s", "loading s", "matching s", "peak MiB", "µs a line", "of the first"],
      ...days.map((day) => figures(day, ofFirst)),
    ]),
    ...days.flatMap((day) => floorsOf(day)),
    columns([
      ["processor time", "µs a line"],
      ...Object.entries(costs).map(([name, each]) => [name, String(each)]),
    ]),
  ].join("\n");
}

function microsecondsPerLine({ medianSeconds, lines }: ReconcileDay): number {
  return (medianSeconds * 1_000_000) / lines;
}

function figures(day: ReconcileDay, ofFirst: number): readonly string[] {
  const of = (part: "loadingSeconds" | "matchingSeconds") => median(day.rounds.map((round) => round[part]));
  const each = microsecondsPerLine(day);
  return [
    `${day.lines} lines ${day.order}`,
    day.medianSeconds.toFixed(1),
    of("loadingSeconds").toFixed(1),
    of("matchingSeconds").toFixed(1),
    String(day.peakRssMb),
    each.toFixed(1),
    ratio(each, ofFirst),
  ];
}

function floorsOf({ lines, medianSeconds, floors }: ReconcileDay): readonly string[] {
  if (floors === null) return [];
  const { newlinesSeconds, parseSeconds, sqlLoadSeconds, sqlJoinSeconds } = floors;
  const rows = [
    ["floor: line feeds counted", newlinesSeconds],
    ["floor: parsed, thrown away", parseSeconds],
    ["floor: LOAD DATA and joins, nothing verified or kept", sqlLoadSeconds + sqlJoinSeconds],
  ] as const;
  return [
    columns([
      [`${lines} lines`, "s", "the run as a multiple"],
      ...rows.map(([name, took]) => [name, took.toFixed(2), ratio(medianSeconds, took)]),
    ]),
  ];
}

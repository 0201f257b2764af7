import type { ConsolePageResult } from "../console/console-page.ts";
import type { ConsoleQueriesResult } from "../console/console-queries.ts";
import { median } from "../measuring/median.ts";
import { columns, ratio } from "./columns.ts";

const mostP95Ms = 300;
const mostUsableMs = 2_000;

export function consoleTable({ rows, calls, paces }: ConsoleQueriesResult): string {
  const lines = Object.entries(paces).map(([name, { p50Ms, p95Ms, maxMs }]) => [
    name,
    p50Ms.toFixed(1),
    p95Ms.toFixed(1),
    maxMs.toFixed(1),
  ]);
  return [
    `console beside ${rows} payments, ${calls} calls each, one after the other: target p95 ${mostP95Ms} ms`,
    columns([["call", "p50 ms", "p95 ms", "most ms"], ...lines]),
  ].join("\n");
}

export function consolePageTable({ rounds, usableMs }: ConsolePageResult): string {
  const floor = median(usableMs["floor: a few words of the same server"]);
  const lines = Object.entries(usableMs).map(([name, times]) => [
    name,
    median(times).toFixed(0),
    Math.max(...times).toFixed(0),
    ratio(median(times), floor),
  ]);
  return [
    `console's page, from the navigation of a new browser to its first usable control, ${rounds} rounds: ` +
      `target ${mostUsableMs} ms`,
    columns([["what is opened", "median ms", "most ms", "of the floor"], ...lines]),
  ].join("\n");
}

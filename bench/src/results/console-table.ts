import type { ConsoleQueriesResult } from "../console/console-queries.ts";
import { columns } from "./columns.ts";

const mostP95Ms = 300;

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

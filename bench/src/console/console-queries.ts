import { z } from "zod";
import type { Report } from "../ground/ground.ts";
import type { ConsoleSession } from "./console-session.ts";
import { seedNumbers } from "./seed-payments.ts";

/** In milliseconds, as a browser on this machine sees them. */
export interface ConsolePace {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

export interface ConsoleQueriesResult {
  readonly rows: number;
  readonly calls: number;
  readonly paces: Readonly<Record<string, ConsolePace>>;
}

/** Payments that are there. */
export const consoleRows = 1_000_000;
/** Of each kind, one after the other. */
const calls = 200;
const pages = z.object({ data: z.object({ next: z.string() }) });

type Call = (console: ConsoleSession, nth: number) => Promise<unknown>;

/** How long the console takes for its lists, its search and its dashboard. */
export async function consoleQueries(session: ConsoleSession, report: Report): Promise<ConsoleQueriesResult> {
  const paces: Record<string, ConsolePace> = {};
  for (const [name, call] of Object.entries(kinds)) {
    paces[name] = await paceOf(session, call);
    report(`${name}: p95 ${paces[name].p95Ms.toFixed(1)} ms`);
  }
  return { rows: consoleRows, calls, paces };
}

const anyPlace = (nth: number) => seedNumbers((nth * 4_999 + 1) % consoleRows);

const kinds: Readonly<Record<string, Call>> = {
  "floor: who is signed in": (console) => console.read("session.show"),
  "list, first page": (console) => console.read("payments.list"),
  "list, of a status": (console) => console.read("payments.list", { status: "closed", limit: "100" }),
  "list, a week ago, of a channel": (console) =>
    console.read("payments.list", { channel: "alipay", created_before: weekAgo() }),
  "list, two pages": async (console) => {
    const first = pages.parse(await console.read("payments.list", { limit: "100" }));
    return console.read("payments.list", { limit: "100", after: first.data.next });
  },
  "search, order number": (console, nth) => console.read("payments.find", { number: anyPlace(nth).orderNo }),
  "search, channel's number": (console, nth) =>
    console.read("payments.find", { number: anyPlace(nth).tradeNo }),
  "search, nothing found": (console, nth) => console.read("payments.find", { number: `none-${nth}` }),
  "one payment": (console, nth) => console.read("payments.show", { id: anyPlace(nth).payment }),
  dashboard: (console) => console.read("dashboard.show", { live: "false" }),
  "dashboard, 30 days": (console) => console.read("dashboard.series", { range: "30d", live: "false" }),
};

function weekAgo(): string {
  return new Date(Date.now() - 7 * 86_400_000).toISOString();
}

async function paceOf(console: ConsoleSession, call: Call): Promise<ConsolePace> {
  const times: number[] = [];
  for (let nth = 0; nth < calls; nth += 1) {
    const startedAt = performance.now();
    await call(console, nth);
    times.push(performance.now() - startedAt);
  }
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return { p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
}

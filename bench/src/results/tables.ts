import { type CreateAloneResult, productNames } from "../create/create-alone.ts";
import { floorNames } from "../create/create-floors.ts";
import { mostP99Ms } from "../whole-way/find-rate.ts";
import type { BenchResults } from "./bench-results.ts";
import { billParseTable } from "./bill-tables.ts";
import { isolationTable, overheadTable, signingTable } from "./channel-call-tables.ts";
import { columns, ratio } from "./columns.ts";
import { consolePageTable, consoleTable } from "./console-table.ts";
import { backlogTable, deliveriesTable, endpointIsolationTable } from "./delivery-tables.ts";
import { reconcileTable } from "./reconcile-table.ts";

/** The results for people: the ratios to the floors first, then the figures beside their targets. */
export function tables(results: BenchResults): string {
  const {
    create,
    deliveries,
    endpointIsolation,
    backlog,
    overhead,
    signing,
    isolation,
    reconcile,
    console: consoleQueries,
    consolePage,
    wholeWay,
    memory,
    billParse,
    start,
  } = results;
  const parts = [
    ...(create === undefined ? [] : [createTable(create)]),
    ...(deliveries === undefined ? [] : [deliveriesTable(deliveries)]),
    ...(endpointIsolation === undefined ? [] : [endpointIsolationTable(endpointIsolation)]),
    ...(backlog === undefined ? [] : [backlogTable(backlog)]),
    ...(overhead === undefined ? [] : [overheadTable(overhead)]),
    ...(signing === undefined ? [] : [signingTable(signing)]),
    ...(isolation === undefined ? [] : [isolationTable(isolation)]),
    ...(reconcile === undefined ? [] : [reconcileTable(reconcile)]),
    ...(consoleQueries === undefined ? [] : [consoleTable(consoleQueries)]),
    ...(consolePage === undefined ? [] : [consolePageTable(consolePage)]),
    ...(wholeWay === undefined ? [] : [wholeWayTable(wholeWay)]),
    ...(memory === undefined ? [] : [memoryTable(memory)]),
    ...(billParse === undefined ? [] : [billParseTable(billParse)]),
    ...(start === undefined ? [] : [startTable(start)]),
  ];
  return parts.join("\n\n");
}

const targets = {
  createPerSecond: 1_900,
  createP99Ms: 45,
  wholeWayPerSecond: 250,
  rssMb: 200,
  startSeconds: 20,
};

function createTable({ lanes, contenders }: CreateAloneResult): string {
  const perSecond = (name: string) => contenders[name]?.median.perSecond ?? Number.NaN;
  const products = Object.values(productNames);
  const ratios = products.map((product) => [
    product,
    ...Object.values(floorNames).map((floor) => ratio(perSecond(product), perSecond(floor))),
  ]);
  const figures = Object.entries(contenders).map(([name, { median }]) => [
    name,
    String(median.perSecond),
    median.p50Ms.toFixed(1),
    median.p99Ms.toFixed(1),
  ]);
  return [
    `create alone, ${lanes} at once: target ${targets.createPerSecond}/s, p99 ${targets.createP99Ms} ms`,
    columns([["rate, as a multiple of", ...Object.values(floorNames)], ...ratios]),
    columns([["median of rounds", "per s", "p50 ms", "p99 ms"], ...figures]),
  ].join("\n");
}

function wholeWayTable(result: NonNullable<BenchResults["wholeWay"]>): string {
  const { noticeP50Ms, noticeP99Ms, directNoticeP50Ms, directNoticeP99Ms } = result;
  const [first] = result.hub;
  return [
    `whole way, ${result.seconds} s: ${result.perSecond}/s is the highest step that holds` +
      ` (target ${targets.wholeWayPerSecond}/s, p99 ${mostP99Ms} ms)`,
    columns([
      ["customer's payment to notice", "p50 ms", "p99 ms", "worst p99 ms"],
      [
        "as a multiple of a merchant without a hub",
        ratio(noticeP50Ms, directNoticeP50Ms),
        ratio(noticeP99Ms, directNoticeP99Ms),
        "",
      ],
      ["hub", noticeP50Ms.toFixed(1), noticeP99Ms.toFixed(1), result.worstNoticeP99Ms.toFixed(1)],
      ["floor: merchant without a hub", directNoticeP50Ms.toFixed(1), directNoticeP99Ms.toFixed(1), ""],
    ]),
    columns([
      ["processor time", "ms per payment"],
      ...Object.entries(first?.cpuMsPerPayment ?? {}).map(([name, ms]) => [name, ms.toFixed(2)]),
    ]),
  ].join("\n");
}

function memoryTable(memory: NonNullable<BenchResults["memory"]>): string {
  const rows = Object.entries(memory).map(([name, used]) => [
    name,
    used === null ? "?" : String(used.rssMb),
    used === null ? "?" : String(used.peakRssMb),
  ]);
  return [
    `memory after the last minute: target ${targets.rssMb} MiB for each service`,
    columns([["service", "RSS MiB", "peak MiB"], ...rows]),
  ].join("\n");
}

function startTable({ medianServesAfter, medianTourDoneAfter }: NonNullable<BenchResults["start"]>): string {
  return [
    `npm start with data of before: target ${targets.startSeconds} s`,
    columns([
      ["median of runs", "s"],
      ["serves", medianServesAfter.toFixed(1)],
      ["tour done", medianTourDoneAfter.toFixed(1)],
    ]),
  ].join("\n");
}

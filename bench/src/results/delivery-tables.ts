import type { BacklogResult } from "../deliveries/backlog.ts";
import type { DeliveriesResult, DeliveryCase } from "../deliveries/deliveries.ts";
import type { DeliveryRound } from "../deliveries/delivery-round.ts";
import type { EndpointIsolationResult } from "../deliveries/endpoint-isolation.ts";
import { mostArrivalP99Ms } from "../deliveries/find-delivery-rate.ts";
import { median } from "../measuring/median.ts";
import { columns, ratio } from "./columns.ts";

const targets = { deliveriesPerSecond: 2_000, isolation: 1.2, backlogPerSecond: 1_500 };

export function deliveriesTable({ floor, cases }: DeliveriesResult): string {
  const rows = cases.flatMap((one) => [
    figures(`${nameOf(one)}, as fast as they arrive`, one.closed, floor.perSecond),
    figures(`${nameOf(one)}, highest rate that holds`, one.open, floor.perSecond),
  ]);
  const [first] = cases;
  return [
    `deliveries: target ${targets.deliveriesPerSecond}/s, p99 ${mostArrivalP99Ms} ms from the event's commit`,
    columns([
      ["median of rounds", "per s", "of the floor", "p50 ms", "p99 ms"],
      ...rows,
      ["floor: raw POST, nothing signed or kept", String(floor.perSecond), "1.00", "", ""],
    ]),
    costs("processor time for each, as fast as they arrive", "ms", first?.closed[0]?.cpuMsPerDelivery),
    costs("the database for each, as fast as they arrive", "", first?.closed[0]?.databasePerDelivery),
  ].join("\n");
}

export function endpointIsolationTable(result: EndpointIsolationResult): string {
  const { waiting, perSecond, baseline, beside, baselineP99Ms, besideP99Ms } = result;
  const p50 = (rounds: typeof baseline) => median(rounds.map(({ arrival }) => arrival.p50Ms)).toFixed(1);
  return [
    `49 endpoints at ${perSecond} deliveries/s beside one that hangs with ${waiting} waiting: target p99 ${targets.isolation} times its baseline`,
    columns([
      ["median of rounds", "p50 ms", "p99 ms"],
      ["as a multiple of the baseline", "", ratio(besideP99Ms, baselineP99Ms)],
      ["beside it", p50(beside), besideP99Ms.toFixed(1)],
      ["floor: alone", p50(baseline), baselineP99Ms.toFixed(1)],
    ]),
  ].join("\n");
}

export function backlogTable({ floor, due, endpoints, perSecond, rounds: [first] }: BacklogResult): string {
  const memory = Object.entries(first?.rssMb ?? {}).map(([part, mb]) => [part, String(mb)]);
  return [
    `${due} due deliveries to ${endpoints} endpoints: target ${targets.backlogPerSecond}/s, flat memory`,
    columns([
      ["median of rounds", "per s", "of the floor"],
      ["backlog, from the worker's start", String(perSecond), ratio(perSecond, floor.perSecond)],
      ["floor: raw POST, nothing signed or kept", String(floor.perSecond), "1.00"],
    ]),
    columns([["worker's memory when this part has arrived", "MiB"], ...memory]),
    costs("processor time for each", "ms", first?.cpuMsPerDelivery),
    costs("the database for each", "", first?.databasePerDelivery),
  ].join("\n");
}

function nameOf({ workers, endpointsPerEvent }: DeliveryCase): string {
  const endpoints = endpointsPerEvent === 1 ? "1 endpoint" : `${endpointsPerEvent} endpoints`;
  return `${workers === 1 ? "1 worker" : `${workers} workers`}, ${endpoints} an event`;
}

function figures(name: string, rounds: readonly DeliveryRound[], floor: number): readonly string[] {
  if (rounds.length === 0) return [name, "none", "", "", ""];
  const perSecond = median(rounds.map(({ steadyPerSecond }) => steadyPerSecond));
  const arrival = (figure: "p50Ms" | "p99Ms") => median(rounds.map((round) => round.arrival[figure]));
  return [
    name,
    String(Math.round(perSecond)),
    ratio(perSecond, floor),
    arrival("p50Ms").toFixed(1),
    arrival("p99Ms").toFixed(1),
  ];
}

function costs(what: string, unit: string, each: Readonly<Record<string, number>> = {}): string {
  return columns([[what, unit], ...Object.entries(each).map(([name, cost]) => [name, cost.toFixed(3)])]);
}

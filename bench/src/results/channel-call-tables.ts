import type { AccountIsolationResult } from "../channel-calls/account-isolation.ts";
import type { CallOverheadResult } from "../channel-calls/call-overhead.ts";
import type { SigningDelayResult } from "../channel-calls/signing-delay.ts";
import { median } from "../measuring/median.ts";
import { columns, ratio } from "./columns.ts";

const targets = { overheadP50Ms: 8, overheadP99Ms: 25, loopP99Ms: 20, isolation: 1.2 };

export function overheadTable(result: CallOverheadResult): string {
  const { perSecond, hub, direct, overheadP50Ms, overheadP99Ms } = result;
  const middle = (paces: typeof hub, figure: "p50Ms" | "p99Ms") =>
    median(paces.map((pace) => pace[figure])).toFixed(1);
  return [
    `hub overhead on a channel call, ${perSecond} creates/s: target p50 ${targets.overheadP50Ms} ms, p99 ${targets.overheadP99Ms} ms`,
    columns([
      ["median of rounds", "p50 ms", "p99 ms"],
      ["added by the hub", overheadP50Ms.toFixed(1), overheadP99Ms.toFixed(1)],
      ["through the hub", middle(hub, "p50Ms"), middle(hub, "p99Ms")],
      ["floor: the call made directly", middle(direct, "p50Ms"), middle(direct, "p99Ms")],
    ]),
  ].join("\n");
}

export function signingTable({ perSecond, loopP50Ms, loopP99Ms, idleLoopP99Ms }: SigningDelayResult): string {
  return [
    `event-loop delay at ${perSecond} signed creates/s: target p99 ${targets.loopP99Ms} ms`,
    columns([
      ["median of rounds", "p50 ms", "p99 ms"],
      ["signing", loopP50Ms.toFixed(1), loopP99Ms.toFixed(1)],
      ["floor: the same loop, idle", "", idleLoopP99Ms.toFixed(1)],
    ]),
  ].join("\n");
}

export function isolationTable(result: AccountIsolationResult): string {
  const { queued, perSecond, baseline, beside, baselineP99Ms, besideP99Ms } = result;
  const p50 = (paces: typeof baseline) => median(paces.map(({ p50Ms }) => p50Ms)).toFixed(1);
  return [
    `an account at ${perSecond} creates/s beside one that hangs with ${queued} queued: target p99 ${targets.isolation} times its baseline`,
    columns([
      ["median of rounds", "p50 ms", "p99 ms"],
      ["as a multiple of the baseline", "", ratio(besideP99Ms, baselineP99Ms)],
      ["beside it", p50(beside), besideP99Ms.toFixed(1)],
      ["floor: alone", p50(baseline), baselineP99Ms.toFixed(1)],
    ]),
  ].join("\n");
}

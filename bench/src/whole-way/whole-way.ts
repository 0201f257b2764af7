import type { Product } from "@compose-pay/start";
import { clearData } from "../ground/clean-slate.ts";
import type { Ground } from "../ground/ground.ts";
import { median } from "../measuring/median.ts";
import { findRate, holds, rateSteps, stepBelow } from "./find-rate.ts";
import { letEverybodyPay } from "./sandbox-customers.ts";
import { type Way, type WayRound, walkWay } from "./way-round.ts";

export interface WholeWayResult {
  readonly seconds: number;
  /** The highest step at which a whole round held. */
  readonly perSecond: number;
  readonly hub: readonly WayRound[];
  /** The floor at the same rate. */
  readonly direct: readonly WayRound[];
  readonly noticeP50Ms: number;
  readonly noticeP99Ms: number;
  readonly worstNoticeP99Ms: number;
  readonly directNoticeP50Ms: number;
  readonly directNoticeP99Ms: number;
}

/** Not judged: it is there for the compilers of all processes. */
const warmUp = { perSecond: 100, seconds: 15 };
const probeSeconds = 10;
const directSeconds = 15;
const mostStepsDown = 4;

/**
 * Create, paid at the sandbox at once, webhook at the merchant: an open loop at rising rates, then rounds at the
 * highest that holds, each with empty tables and followed by the floor at the same rate.
 */
export async function wholeWay(
  ground: Ground,
  product: Product,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<WholeWayResult> {
  await letEverybodyPay(product.sandboxUrl);
  const walk = async (way: Way, perSecond: number, lasting: number): Promise<WayRound> => {
    await clearData(ground.servers, []);
    const job = { perSecond, seconds: lasting, prefix: `w${Date.now()}` };
    const round = await walkWay(ground, product, { way, job });
    ground.report(describe(way, round));
    return round;
  };
  await walk("hub", warmUp.perSecond, warmUp.seconds);
  let perSecond = await findRate((rate) => walk("hub", rate, probeSeconds));
  let first = await walk("hub", perSecond, seconds);
  for (let steps = 0; !holds(first) && steps < mostStepsDown && perSecond > rateSteps[0]; steps += 1) {
    perSecond = stepBelow(perSecond);
    first = await walk("hub", perSecond, seconds);
  }
  const hub = [first];
  const direct = [await walk("direct", perSecond, directSeconds)];
  while (hub.length < rounds) {
    hub.push(await walk("hub", perSecond, seconds));
    direct.push(await walk("direct", perSecond, directSeconds));
  }
  return { seconds, perSecond, hub, direct, ...figures(hub, direct) };
}

function figures(hub: readonly WayRound[], direct: readonly WayRound[]) {
  return {
    noticeP50Ms: median(hub.map(({ notice }) => notice.p50Ms)),
    noticeP99Ms: median(hub.map(({ notice }) => notice.p99Ms)),
    worstNoticeP99Ms: Math.max(...hub.map(({ notice }) => notice.p99Ms)),
    directNoticeP50Ms: median(direct.map(({ notice }) => notice.p50Ms)),
    directNoticeP99Ms: median(direct.map(({ notice }) => notice.p99Ms)),
  };
}

function describe(way: Way, round: WayRound): string {
  const { wantedPerSecond, notice, create, acknowledged, unheard, refused, heldBack } = round;
  const trouble = { unheard, heldBack, refused: Object.values(refused).reduce((sum, n) => sum + n, 0) };
  const troubles = Object.entries(trouble).flatMap(([name, n]) => (n === 0 ? [] : [`${n} ${name}`]));
  return (
    `${way} at ${wantedPerSecond}/s: ${acknowledged} payments, notice p50 ${notice.p50Ms} ms p99 ${notice.p99Ms} ms, ` +
    `create p99 ${create.p99Ms} ms${troubles.length === 0 ? "" : `, ${troubles.join(", ")}`}`
  );
}

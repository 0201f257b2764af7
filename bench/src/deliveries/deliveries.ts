import type { Ground } from "../ground/ground.ts";
import { median } from "../measuring/median.ts";
import { type DeliveryRound, deliverEvents } from "./delivery-round.ts";
import { type DeliveryStage, openDeliveryStage, receiverSettings } from "./delivery-stage.ts";
import { findDeliveryRate, holds } from "./find-delivery-rate.ts";
import { type Merchants, openMerchants } from "./merchants.ts";
import { type RawPosts, rawPosts } from "./raw-posts.ts";

/** One way of running it: so many workers, and so many endpoints for each event. */
export interface DeliveryCase {
  readonly workers: number;
  readonly endpointsPerEvent: number;
  /** The highest throughput: as many events as are delivered. Deliveries a second, the median of rounds. */
  readonly closedPerSecond: number;
  readonly closed: readonly DeliveryRound[];
  /** The highest rate of an open loop that holds, in deliveries a second; 0 when none does. */
  readonly openPerSecond: number;
  /** At that rate. */
  readonly open: readonly DeliveryRound[];
}

export interface DeliveriesResult {
  readonly floor: RawPosts;
  readonly cases: readonly DeliveryCase[];
}

const closedSeconds = 15;
const probeSeconds = 10;
/** More than what the workers take at one time, and less than what arrives in a quarter of a second at the target. */
const onTheirWay = 500;
const mostStepsDown = 4;

/**
 * Events that are committed and published as the product does it, delivered to receivers that answer at once: the
 * highest throughput, and the highest rate at which 99 of 100 arrive within the target.
 */
export async function deliveries(
  ground: Ground,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<DeliveriesResult> {
  const stage = await openDeliveryStage(ground);
  try {
    const runCli = ground.cliWith(receiverSettings(stage.port));
    const toOne = await openMerchants(runCli, { port: stage.port, endpointsPerEvent: 1 });
    const toThree = await openMerchants(runCli, { port: stage.port, endpointsPerEvent: 3 });
    const floor = await rawPosts(stage);
    await stage.addWorker();
    await runClosed(stage, toOne, 1);
    const bounds = { rounds, seconds };
    const one = await runCase(stage, { merchants: toOne, endpointsPerEvent: 1, workers: 1 }, bounds);
    const three = await runCase(stage, { merchants: toThree, endpointsPerEvent: 3, workers: 1 }, bounds);
    await stage.addWorker();
    await runClosed(stage, toOne, 1);
    const two = await runCase(stage, { merchants: toOne, endpointsPerEvent: 1, workers: 2 }, bounds);
    return { floor, cases: [one, three, two] };
  } finally {
    await stage.close();
  }
}

interface Contender {
  readonly merchants: Merchants;
  readonly endpointsPerEvent: number;
  readonly workers: number;
}

async function runCase(
  stage: DeliveryStage,
  { merchants, endpointsPerEvent, workers }: Contender,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<DeliveryCase> {
  const closed: DeliveryRound[] = [];
  while (closed.length < rounds) closed.push(await runClosed(stage, merchants, endpointsPerEvent));
  const closedPerSecond = median(closed.map(({ steadyPerSecond }) => steadyPerSecond));
  const runOpen = async (perSecond: number, lasting: number): Promise<DeliveryRound> => {
    const load = { kind: "open", perSecond: perSecond / endpointsPerEvent, seconds: lasting } as const;
    const round = await deliverEvents(stage, merchants, load);
    stage.ground.report(describe(round));
    return round;
  };
  let openPerSecond = await findDeliveryRate(closedPerSecond, (rate) => runOpen(rate, probeSeconds));
  const open: DeliveryRound[] = [];
  for (let stepsDown = 0; openPerSecond > 0 && open.length < rounds;) {
    const round = await runOpen(openPerSecond, seconds);
    if (open.length > 0 || holds(round) || stepsDown >= mostStepsDown) open.push(round);
    else {
      stepsDown += 1;
      openPerSecond = Math.round(openPerSecond * 0.9);
    }
  }
  return { workers, endpointsPerEvent, closedPerSecond, closed, openPerSecond, open };
}

async function runClosed(
  stage: DeliveryStage,
  merchants: Merchants,
  endpointsPerEvent: number,
): Promise<DeliveryRound> {
  const round = await deliverEvents(stage, merchants, {
    kind: "closed",
    onTheirWay: Math.round(onTheirWay / endpointsPerEvent),
    seconds: closedSeconds,
    deliveriesPerEvent: endpointsPerEvent,
    countUrl: stage.receivers.countUrl,
  });
  stage.ground.report(describe(round));
  return round;
}

function describe(round: DeliveryRound): string {
  const { wantedPerSecond, steadyPerSecond, deliveries: made, arrival, repeated, heldBack } = round;
  const troubles = Object.entries({ repeated, heldBack }).flatMap(([name, n]) =>
    n === 0 ? [] : [`${n} ${name}`],
  );
  const what = wantedPerSecond === null ? "as fast as they arrive" : `${Math.round(wantedPerSecond)}/s`;
  return (
    `deliveries, ${what}: ${steadyPerSecond}/s, ${made} in all, p50 ${arrival.p50Ms} ms, p99 ${arrival.p99Ms} ms` +
    (troubles.length === 0 ? "" : `, ${troubles.join(", ")}`)
  );
}

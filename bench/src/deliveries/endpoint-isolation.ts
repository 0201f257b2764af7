import { clearData } from "../ground/clean-slate.ts";
import type { Ground } from "../ground/ground.ts";
import { median } from "../measuring/median.ts";
import { type DeliveryRound, deliverMoreEvents } from "./delivery-round.ts";
import { type DeliveryStage, openDeliveryStage, receiverSettings } from "./delivery-stage.ts";
import { type BenchEndpoint, type Merchants, openMerchants, placeOf } from "./merchants.ts";
import { hangingPath } from "./receivers.ts";
import { makeDue, storeWaiting } from "./waiting-deliveries.ts";

export interface EndpointIsolationResult {
  readonly waiting: number;
  readonly perSecond: number;
  /** Deliveries to the endpoints that are well: alone, and while another one hangs; by round. */
  readonly baseline: readonly DeliveryRound[];
  readonly beside: readonly DeliveryRound[];
  readonly baselineP99Ms: number;
  readonly besideP99Ms: number;
}

const waiting = 100_000;
const perSecond = 300;
const roundSeconds = 30;
/** Until the database has written the rows that wait to where they belong. */
const calmMs = 5_000;

/**
 * 50 endpoints of 10 apps: one takes every call and answers after 30 s, with 100 000 deliveries due for it, the others
 * get events at an even rate.
 */
export async function endpointIsolation(ground: Ground, rounds: number): Promise<EndpointIsolationResult> {
  const stage = await openDeliveryStage(ground);
  try {
    const { well, hanging } = await openSides(stage);
    await stage.addWorker();
    // Not judged: it is there for the compilers of all processes.
    await sendEvents(stage, well);
    const baseline: DeliveryRound[] = [];
    const beside: DeliveryRound[] = [];
    while (beside.length < rounds) {
      await clearData(ground.servers, ["notify.events"]);
      baseline.push(await sendEvents(stage, well));
      await clearData(ground.servers, ["notify.events"]);
      await storeWaiting(ground.servers, [hanging], waiting);
      await new Promise((resolve) => setTimeout(resolve, calmMs));
      await makeDue(ground.servers, [hanging]);
      beside.push(await sendEvents(stage, well));
    }
    const [baselineP99Ms, besideP99Ms] = [middleP99Ms(baseline), middleP99Ms(beside)];
    return { waiting, perSecond, baseline, beside, baselineP99Ms, besideP99Ms };
  } finally {
    await stage.close();
  }
}

async function openSides({ ground, port }: DeliveryStage): Promise<{
  readonly well: Merchants;
  readonly hanging: BenchEndpoint;
}> {
  const wanted = { port, endpointsPerEvent: 1, lastPath: hangingPath };
  const { endpoints } = await openMerchants(ground.cliWith(receiverSettings(port)), wanted);
  const hanging = endpoints.at(-1);
  if (hanging === undefined) throw new Error("there are endpoints");
  const others = endpoints.slice(0, -1);
  return { well: { endpoints: others, places: others.map(placeOf) }, hanging };
}

async function sendEvents(stage: DeliveryStage, well: Merchants): Promise<DeliveryRound> {
  const round = await deliverMoreEvents(stage, well, { kind: "open", perSecond, seconds: roundSeconds });
  const { arrival, hung } = round;
  const beside = hung === 0 ? "alone" : `beside one that hung ${hung} times`;
  stage.ground.report(
    `${perSecond} deliveries/s ${beside}: p50 ${arrival.p50Ms} ms, p99 ${arrival.p99Ms} ms`,
  );
  return round;
}

function middleP99Ms(rounds: readonly DeliveryRound[]): number {
  return median(rounds.map(({ arrival }) => arrival.p99Ms));
}

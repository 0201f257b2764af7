import { clearData } from "../ground/clean-slate.ts";
import { type Program, startProgram } from "../ground/programs.ts";
import { until } from "../ground/until.ts";
import { type CpuMsPerPayment, watchCpu } from "../measuring/cpu-by-process.ts";
import { type DatabaseWork, watchDatabase } from "../measuring/database-work.ts";
import type { DeliveryStage } from "./delivery-stage.ts";
import {
  type EventLoad,
  type EventSourceJob,
  type EventSourceOutcome,
  eventSourceOutcome,
  eventSourceReady,
} from "./event-load.ts";
import { judgeRound, type RoundJudgement } from "./judge-round.ts";
import type { Merchants } from "./merchants.ts";
import { untilSettled } from "./stored-deliveries.ts";

/** One stretch of events. */
export interface DeliveryRound extends RoundJudgement, RoundCosts {
  readonly load: EventLoad["kind"];
  /** Deliveries that were asked for in a second; null in a closed loop. */
  readonly wantedPerSecond: number | null;
  readonly heldBack: number;
  readonly commitP99Ms: number;
}

/** For each delivery, all processes together. */
interface RoundCosts {
  readonly cpuMsPerDelivery: CpuMsPerPayment;
  readonly databasePerDelivery: DatabaseWork;
}

const startWithinMs = 60_000;
const graceMs = 120_000;
/** How long what was committed may take to arrive after the last commit. */
const arriveWithinMs = 120_000;
const settleWithinMs = 60_000;

/** Begins with empty tables. */
export async function deliverEvents(
  stage: DeliveryStage,
  merchants: Merchants,
  load: EventLoad,
): Promise<DeliveryRound> {
  await clearData(stage.ground.servers, ["notify.events"]);
  return deliverMoreEvents(stage, merchants, load);
}

/**
 * Commits events, waits until all have arrived and their attempts are saved, and accounts for each of them. What was
 * there before stays, and none of it is for these endpoints.
 */
export async function deliverMoreEvents(
  stage: DeliveryStage,
  merchants: Merchants,
  load: EventLoad,
): Promise<DeliveryRound> {
  const { servers } = stage.ground;
  await stage.receivers.forget();
  const job: EventSourceJob = {
    databaseUrl: servers.databaseUrl,
    amqpUrl: servers.amqpUrl,
    places: [...merchants.places],
    load,
  };
  const source = startProgram(new URL("./event-source.ts", import.meta.url), job);
  try {
    await source.next(eventSourceReady, startWithinMs);
    const { outcome, ...costs } = await sendAll(stage, merchants, { source, load });
    const judged = await judgeRound(stage, merchants, { outcome, seconds: load.seconds });
    const { heldBack, commitP99Ms } = outcome;
    const perEvent = endpointsPerEvent(merchants);
    const wantedPerSecond = load.kind === "open" ? load.perSecond * perEvent : null;
    return { load: load.kind, wantedPerSecond, ...judged, heldBack, commitP99Ms, ...costs };
  } finally {
    await source.stop();
  }
}

async function sendAll(
  stage: DeliveryStage,
  merchants: Merchants,
  { source, load }: { readonly source: Program; readonly load: EventLoad },
): Promise<RoundCosts & { readonly outcome: EventSourceOutcome }> {
  const { ground, receivers } = stage;
  const cpuMsPerDelivery = watchCpu({ generator: source.pid, ...stage.pids() }, "the rest");
  const databasePerDelivery = await watchDatabase(ground.servers);
  source.send({ kind: "go" });
  const outcome = await source.next(eventSourceOutcome, load.seconds * 1_000 + graceMs);
  if (Object.keys(outcome.refused).length > 0) throw new Error(JSON.stringify(outcome.refused));
  const count = outcome.committed.length * endpointsPerEvent(merchants);
  await until(`${count} deliveries arrive`, async () => (await receivers.count()) >= count, arriveWithinMs);
  const endpointIds = merchants.endpoints.map(({ id }) => id);
  await untilSettled(ground.servers, { endpointIds, count, withinMs: settleWithinMs });
  return {
    outcome,
    cpuMsPerDelivery: cpuMsPerDelivery(count),
    databasePerDelivery: await databasePerDelivery(count),
  };
}

function endpointsPerEvent({ endpoints, places: [place] }: Merchants): number {
  return endpoints.filter(({ appId, types }) => appId === place?.appId && types.includes(place.type)).length;
}

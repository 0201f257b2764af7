import { clearData } from "../ground/clean-slate.ts";
import { startProgram } from "../ground/programs.ts";
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
import { readBooks, readEvents, untilSettled } from "./stored-deliveries.ts";

/** One stretch of events. */
export interface DeliveryRound extends RoundJudgement {
  readonly load: EventLoad["kind"];
  /** Deliveries that were asked for in a second; null in a closed loop. */
  readonly wantedPerSecond: number | null;
  readonly heldBack: number;
  readonly commitP99Ms: number;
  readonly cpuMsPerDelivery: CpuMsPerPayment;
  readonly databasePerDelivery: DatabaseWork;
}

const startWithinMs = 60_000;
const graceMs = 120_000;
/** How long what was committed may take to arrive after the last commit. */
const arriveWithinMs = 120_000;
const settleWithinMs = 60_000;

/** Commits events, waits until all have arrived and their attempts are saved, and accounts for each of them. */
export async function deliverEvents(
  stage: DeliveryStage,
  { endpoints, places }: Merchants,
  load: EventLoad,
): Promise<DeliveryRound> {
  const { servers } = stage.ground;
  await clearData(servers, ["notify.events"]);
  return deliverMore(stage, { endpoints, places }, load);
}

/** The same on the data that there is; only the receivers forget. The endpoints are those that the events go to. */
export async function deliverMore(
  stage: DeliveryStage,
  { endpoints, places }: Merchants,
  load: EventLoad,
): Promise<DeliveryRound> {
  const { ground, receivers } = stage;
  const { servers } = ground;
  await receivers.forget();
  const job: EventSourceJob = {
    databaseUrl: servers.databaseUrl,
    amqpUrl: servers.amqpUrl,
    places: [...places],
    load,
  };
  const source = startProgram(new URL("./event-source.ts", import.meta.url), job);
  try {
    await source.next(eventSourceReady, startWithinMs);
    const cpuMsPerDelivery = watchCpu({ generator: source.pid, ...stage.pids() }, "the rest");
    const databasePerDelivery = await watchDatabase(servers);
    source.send({ kind: "go" });
    const outcome = await source.next(eventSourceOutcome, load.seconds * 1_000 + graceMs);
    if (Object.keys(outcome.refused).length > 0) throw new Error(JSON.stringify(outcome.refused));
    const endpointIds = endpoints.map(({ id }) => id);
    const count = outcome.committed.length * endpointsPerEvent({ endpoints, places });
    await untilArrived(stage, count);
    await untilSettled(servers, { endpointIds, count, withinMs: settleWithinMs });
    const costs = {
      cpuMsPerDelivery: cpuMsPerDelivery(count),
      databasePerDelivery: await databasePerDelivery(count),
    };
    const judged = await judge(stage, { endpoints, places }, { outcome, seconds: load.seconds });
    const { heldBack, commitP99Ms } = outcome;
    const perEvent = endpointsPerEvent({ endpoints, places });
    const wantedPerSecond = load.kind === "open" ? load.perSecond * perEvent : null;
    return { load: load.kind, wantedPerSecond, ...judged, heldBack, commitP99Ms, ...costs };
  } finally {
    await source.stop();
  }
}

function endpointsPerEvent({ endpoints, places }: Merchants): number {
  const [place] = places;
  return endpoints.filter(({ appId, types }) => appId === place?.appId && types.includes(place.type)).length;
}

async function untilArrived({ receivers }: DeliveryStage, count: number): Promise<void> {
  await until(`${count} deliveries arrive`, async () => (await receivers.count()) >= count, arriveWithinMs);
}

async function judge(
  { ground: { servers }, receivers }: DeliveryStage,
  { endpoints }: Merchants,
  { outcome, seconds }: { readonly outcome: EventSourceOutcome; readonly seconds: number },
): Promise<RoundJudgement> {
  const committedAt = new Map(outcome.committed);
  const events = await readEvents(servers);
  return judgeRound({
    endpoints,
    events: events.filter(({ id }) => committedAt.has(id)),
    committedAt,
    arrivals: await receivers.tell(Object.fromEntries(endpoints.map(({ url, secret }) => [url, secret]))),
    books: await readBooks(
      servers,
      endpoints.map(({ id }) => id),
    ),
    seconds,
  });
}

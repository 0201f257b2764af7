import { clearData } from "../ground/clean-slate.ts";
import type { Ground } from "../ground/ground.ts";
import { until } from "../ground/until.ts";
import { watchCpu } from "../measuring/cpu-by-process.ts";
import { type DatabaseWork, watchDatabase } from "../measuring/database-work.ts";
import { median } from "../measuring/median.ts";
import { processCost } from "../measuring/process-cost.ts";
import { type ArrivalAccount, accountForArrivals } from "./account-for-arrivals.ts";
import { type DeliveryStage, openDeliveryStage, receiverSettings } from "./delivery-stage.ts";
import { secretsOf } from "./judge-round.ts";
import { type BenchEndpoint, openMerchants } from "./merchants.ts";
import { type RawPosts, rawPosts } from "./raw-posts.ts";
import { readBooks, readEvents, untilSettled } from "./stored-deliveries.ts";
import { makeDue, storeWaiting } from "./waiting-deliveries.ts";

/** What a worker came to with everything that had become due while nobody delivered. */
export interface BacklogRound extends ArrivalAccount {
  /** From the worker's start until all had succeeded in the database. */
  readonly drainSeconds: number;
  readonly perSecond: number;
  /** Of the worker, in MiB, when this part of it had arrived. */
  readonly rssMb: Readonly<Record<string, number>>;
  readonly peakRssMb: number;
  readonly cpuMsPerDelivery: Readonly<Record<string, number>>;
  readonly databasePerDelivery: DatabaseWork;
}

export interface BacklogResult {
  readonly floor: RawPosts;
  readonly due: number;
  readonly endpoints: number;
  readonly perSecond: number;
  readonly rounds: readonly BacklogRound[];
}

const due = 100_000;
const endpointCount = 20;
const drainWithinMs = 900_000;
/** When the worker's memory is looked at. */
const looks = { "10 %": 0.1, "50 %": 0.5, "90 %": 0.9 } as const;

/** 100 000 deliveries to 20 endpoints have failed once and are due; then a worker starts. */
export async function backlog(ground: Ground, rounds: number): Promise<BacklogResult> {
  const stage = await openDeliveryStage(ground);
  try {
    const wanted = { port: stage.port, endpointsPerEvent: 1 };
    const merchants = await openMerchants(ground.cliWith(receiverSettings(stage.port)), wanted);
    const endpoints = merchants.endpoints.slice(0, endpointCount);
    const floor = await rawPosts(stage);
    const drained: BacklogRound[] = [];
    while (drained.length < rounds) drained.push(await drain(stage, endpoints));
    const perSecond = median(drained.map((round) => round.perSecond));
    return { floor, due, endpoints: endpointCount, perSecond, rounds: drained };
  } finally {
    await stage.close();
  }
}

async function drain(stage: DeliveryStage, endpoints: readonly BenchEndpoint[]): Promise<BacklogRound> {
  const { ground, receivers } = stage;
  const { servers, report } = ground;
  await clearData(servers, ["notify.events"]);
  await receivers.forget();
  await storeWaiting(servers, endpoints, due);
  await makeDue(servers, endpoints);
  const databasePerDelivery = await watchDatabase(servers);
  const startedAt = performance.now();
  const worker = await stage.addWorker();
  const cpuMsPerDelivery = watchCpu(stage.pids(), "the rest");
  try {
    const rssMb = await watchMemory(stage, worker.process.pid);
    const endpointIds = endpoints.map(({ id }) => id);
    await untilSettled(servers, { endpointIds, count: due, withinMs: drainWithinMs });
    const drainSeconds = (performance.now() - startedAt) / 1_000;
    const costs = {
      cpuMsPerDelivery: cpuMsPerDelivery(due),
      databasePerDelivery: await databasePerDelivery(due),
    };
    const account = accountForArrivals({
      endpoints,
      events: await readEvents(servers),
      arrivals: await receivers.tell(secretsOf(endpoints)),
      books: await readBooks(servers, endpointIds),
    });
    const perSecond = Math.round(due / drainSeconds);
    report(`${due} due: drained at ${perSecond}/s, worker ${Object.values(rssMb).join(", ")} MiB`);
    const peakRssMb = processCost(worker.process.pid)?.peakRssMb ?? 0;
    return { ...account, drainSeconds, perSecond, rssMb, peakRssMb, ...costs };
  } finally {
    await worker.process.stop(drainWithinMs);
  }
}

async function watchMemory(
  { receivers }: DeliveryStage,
  pid: number,
): Promise<Readonly<Record<string, number>>> {
  const seen: Record<string, number> = {};
  for (const [name, part] of Object.entries(looks)) {
    await until(`${name} of the backlog`, async () => (await receivers.count()) >= due * part, drainWithinMs);
    seen[name] = processCost(pid)?.rssMb ?? 0;
  }
  await until("the backlog", async () => (await receivers.count()) >= due, drainWithinMs);
  return seen;
}

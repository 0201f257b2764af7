import { requireNode } from "@compose-pay/runtime";
import { type BenchOptions, parseBenchOptions } from "./bench-options.ts";
import { billParse } from "./bills/bill-parse.ts";
import { accountIsolation } from "./channel-calls/account-isolation.ts";
import { callOverhead } from "./channel-calls/call-overhead.ts";
import { signingDelay } from "./channel-calls/signing-delay.ts";
import { createAlone } from "./create/create-alone.ts";
import { backlog } from "./deliveries/backlog.ts";
import { deliveries } from "./deliveries/deliveries.ts";
import { endpointIsolation } from "./deliveries/endpoint-isolation.ts";
import { consoleLook } from "./console/console-look.ts";
import { describeMachine } from "./ground/describe-machine.ts";
import { type Ground, prepareGround } from "./ground/ground.ts";
import { serviceMemory } from "./memory/service-memory.ts";
import { reconcile } from "./reconciliation/reconcile.ts";
import { type BenchResults, writeResults } from "./results/bench-results.ts";
import { tables } from "./results/tables.ts";
import { startTime } from "./start/start-time.ts";
import { wholeWay } from "./whole-way/whole-way.ts";

requireNode();
const options = parseBenchOptions(process.argv.slice(2));
const startedAt = new Date();
const report = (line: string) => console.log(`${seconds(startedAt)} s  ${line}`);

const ground = await prepareGround(report);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void ground.close().finally(() => process.exit(130)));
}
let results: BenchResults;
try {
  results = await measure(ground, options);
} finally {
  await ground.close();
}
if (options.names.has("bill-parse"))
  results = { ...results, billParse: await billParse(report, options.rounds) };
if (options.names.has("start")) results = { ...results, start: await startTime(report, options.rounds) };
console.log(`\n${tables(results)}\n\nall of it: ${writeResults(results, startedAt)}`);

/** What needs servers that are here already. */
async function measure(on: Ground, given: BenchOptions): Promise<BenchResults> {
  const { names, rounds, seconds: lasting } = given;
  const machine = await describeMachine(on.servers);
  const create = names.has("create") ? { create: await createAlone(on, rounds) } : {};
  const notices = await measureNotices(on, given);
  const looked = names.has("console") ? await consoleLook(on, rounds) : {};
  const alone = { ...create, ...notices, ...looked, ...(await measureReconciliation(on, given)) };
  const needProduct = ["overhead", "signing", "isolation", "whole-way", "memory"] as const;
  if (!needProduct.some((name) => names.has(name))) return { machine, ...alone };
  const product = await on.startProduct();
  const overhead = names.has("overhead") ? { overhead: await callOverhead(on, product, rounds) } : {};
  const signing = names.has("signing") ? { signing: await signingDelay(on, product, rounds) } : {};
  const isolation = names.has("isolation") ? { isolation: await accountIsolation(on, product, rounds) } : {};
  const channelCalls = { ...overhead, ...signing, ...isolation };
  if (!names.has("whole-way") && !names.has("memory")) return { machine, ...alone, ...channelCalls };
  const way = { rounds: names.has("whole-way") ? rounds : 1, seconds: lasting };
  const walked = await wholeWay(on, product, way);
  return {
    machine,
    ...alone,
    ...channelCalls,
    ...(names.has("whole-way") ? { wholeWay: walked } : {}),
    ...(names.has("memory") ? { memory: serviceMemory(product) } : {}),
  };
}

/** What needs notify-worker alone, before the whole product runs. */
async function measureNotices(
  on: Ground,
  { names, rounds, seconds: lasting }: BenchOptions,
): Promise<Pick<BenchResults, "deliveries" | "endpointIsolation" | "backlog">> {
  const delivered = names.has("deliveries")
    ? { deliveries: await deliveries(on, { rounds, seconds: lasting }) }
    : {};
  const isolated = names.has("isolation-of-endpoints")
    ? { endpointIsolation: await endpointIsolation(on, rounds) }
    : {};
  const drained = names.has("backlog") ? { backlog: await backlog(on, rounds) } : {};
  return { ...delivered, ...isolated, ...drained };
}

async function measureReconciliation(
  on: Ground,
  { names, rounds, rows: sizes }: BenchOptions,
): Promise<Pick<BenchResults, "reconcile">> {
  return names.has("reconcile") ? { reconcile: await reconcile(on, { rounds, sizes }) } : {};
}

function seconds(since: Date): string {
  return ((Date.now() - since.getTime()) / 1_000).toFixed(1).padStart(6);
}

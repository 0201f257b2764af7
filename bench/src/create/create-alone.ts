import type { Product } from "@compose-pay/start";
import { clearData, countMessages, countRows } from "../ground/clean-slate.ts";
import type { Ground } from "../ground/ground.ts";
import { until } from "../ground/until.ts";
import { type CpuMsPerPayment, watchCpu } from "../measuring/cpu-by-process.ts";
import type { Pace } from "../measuring/latencies.ts";
import { medianPace } from "../measuring/median.ts";
import { type Contender, startFloors } from "./create-floors.ts";
import { httpLoad } from "./load-rounds.ts";

export interface CreateAloneResult {
  readonly lanes: number;
  readonly measuredSeconds: number;
  readonly contenders: Readonly<Record<string, { readonly median: Pace; readonly rounds: readonly Pace[] }>>;
  /** Of the ingress, and of everything else, by round. */
  readonly cpuMsPerPayment: readonly CpuMsPerPayment[];
  /** How long the messages of a round were still on their way to the queue after its last answer; the worst. */
  readonly longestDrainMs: number;
}

const lanes = 32;
const warmUpMs = 2_000;
const measuredMs = 8_000;
const drainWithinMs = 60_000;

/**
 * `POST /v1/payments` with `Prefer: wait=0` while no worker runs, so that the queue fills. The product and its
 * floors take turns in every round, each with empty tables and an empty queue.
 */
export async function createAlone(ground: Ground, rounds: number): Promise<CreateAloneResult> {
  const product = await ground.startProduct(["ingress"]);
  const floors = await startFloors(ground, product.demo.apiKey);
  const costs: ProductCosts = { cpuMsPerPayment: [], drainMs: [] };
  const contenders = [
    productContender(ground, { product, method: "mock", costs }),
    productContender(ground, { product, method: "wechat_native", costs }),
    ...floors.contenders,
  ];
  try {
    return {
      lanes,
      measuredSeconds: measuredMs / 1_000,
      contenders: await takeTurns(ground, contenders, rounds),
      cpuMsPerPayment: costs.cpuMsPerPayment,
      longestDrainMs: Math.max(...costs.drainMs),
    };
  } finally {
    await floors.stop();
    await product.stop();
  }
}

/** What is learnt beside the pace, in the order of the rounds. */
interface ProductCosts {
  readonly cpuMsPerPayment: CpuMsPerPayment[];
  readonly drainMs: number[];
}

export const productNames = {
  mock: "product, mock",
  wechat_native: "product, wechat_native",
} as const;

function productContender(
  ground: Ground,
  {
    product,
    method,
    costs,
  }: { readonly product: Product; readonly method: keyof typeof productNames; readonly costs: ProductCosts },
): Contender {
  const queue = method === "mock" ? "channel.mock.interactive" : "channel.wechat.interactive";
  const target = { url: product.apiUrl, apiKey: product.demo.apiKey, method };
  return {
    name: productNames[method],
    round: async (bounds) => {
      await clearData(ground.servers, [queue]);
      const cpuMsPerPayment = watchCpu({ ingress: product.process("ingress").process.pid });
      const result = await httpLoad(bounds, target);
      costs.cpuMsPerPayment.push(cpuMsPerPayment(result.done));
      costs.drainMs.push(await accountFor(ground, result.done, queue));
      return result;
    },
  };
}

async function takeTurns(
  { report }: Ground,
  contenders: readonly Contender[],
  rounds: number,
): Promise<CreateAloneResult["contenders"]> {
  const paces = new Map<string, Pace[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const { name, round: run } of contenders) {
      const { pace } = await run({ prefix: `r${round}`, lanes, warmUpMs, measuredMs });
      paces.get(name)?.push(pace);
      report(`round ${round}, ${name}: ${pace.perSecond}/s, p50 ${pace.p50Ms} ms, p99 ${pace.p99Ms} ms`);
    }
  }
  return Object.fromEntries(
    [...paces].map(([name, all]) => [name, { median: medianPace(all), rounds: all }]),
  );
}

/** Every acknowledged payment is a row, and its message comes to the queue. @returns how long that took */
async function accountFor({ servers }: Ground, acknowledged: number, queue: string): Promise<number> {
  const stored = await countRows(servers, "payments");
  if (stored !== acknowledged) throw new Error(`${acknowledged} were acknowledged and ${stored} are stored`);
  return until(
    `${acknowledged} messages on ${queue}`,
    async () =>
      (await countRows(servers, "outbox")) === 0 && (await countMessages(servers, queue)) >= acknowledged,
    drainWithinMs,
  );
}

import type { Product } from "@compose-pay/start";
import { Pool } from "undici";
import { clearData } from "../ground/clean-slate.ts";
import type { Ground } from "../ground/ground.ts";
import { runProgram } from "../ground/programs.ts";
import type { Pace } from "../measuring/latencies.ts";
import { median } from "../measuring/median.ts";
import { letNobodyPay } from "../whole-way/sandbox-customers.ts";
import { wayOutcome } from "../whole-way/way.ts";
import { startHangingChannel } from "./hanging-channel.ts";
import { type MerchantWithAccount, openMerchantWithAccount } from "./merchant-with-account.ts";

export interface AccountIsolationResult {
  readonly queued: number;
  readonly perSecond: number;
  /** Creates of the account that is well: alone, and while the other account of its channel hangs; by round. */
  readonly baseline: readonly Pace[];
  readonly beside: readonly Pace[];
  readonly baselineP99Ms: number;
  readonly besideP99Ms: number;
}

const queued = 5_000;
const perSecond = 50;
const roundSeconds = 30;
const lanes = 64;
const graceMs = 60_000;

/**
 * Two accounts of one channel: one hangs and has thousands of creates queued, the other takes creates at an
 * even rate. Both share the queue, the worker and the database.
 */
export async function accountIsolation(
  ground: Ground,
  product: Product,
  rounds: number,
): Promise<AccountIsolationResult> {
  await letNobodyPay(product.sandboxUrl);
  const hanging = await startHangingChannel();
  const stuck = await openMerchantWithAccount(ground, product, hanging.url);
  const well = await openMerchantWithAccount(ground, product);
  const baseline: Pace[] = [];
  const beside: Pace[] = [];
  await takeCreates(product, well);
  try {
    while (beside.length < rounds) {
      await clearData(ground.servers, []);
      baseline.push(await takeCreates(product, well));
      await queueCreates(product, stuck);
      beside.push(await takeCreates(product, well));
      const [alone, besides] = [baseline.at(-1)?.p99Ms, beside.at(-1)?.p99Ms];
      ground.report(`create p99 ${alone} ms alone, ${besides} ms beside an account that hangs`);
    }
  } finally {
    hanging.close();
  }
  return {
    queued,
    perSecond,
    baseline,
    beside,
    baselineP99Ms: median(baseline.map(({ p99Ms }) => p99Ms)),
    besideP99Ms: median(beside.map(({ p99Ms }) => p99Ms)),
  };
}

async function takeCreates(
  { apiUrl }: Product,
  { apiKey, webhookSecret }: MerchantWithAccount,
): Promise<Pace> {
  const bounds = { perSecond, seconds: roundSeconds, prefix: `i${Date.now()}`, patienceMs: 0 };
  const outcome = await runProgram(
    new URL("../whole-way/hub-merchant.ts", import.meta.url),
    { ...bounds, methods: ["wechat_native"], apiUrl, apiKey, webhookSecret },
    { shape: wayOutcome, withinMs: roundSeconds * 1_000 + graceMs },
  );
  if (Object.keys(outcome.refused).length > 0) throw new Error(JSON.stringify(outcome.refused));
  return outcome.create;
}

/** As fast as ingress takes them; a 503 is an answer too, once the circuit is open. */
async function queueCreates({ apiUrl }: Product, { apiKey }: MerchantWithAccount): Promise<void> {
  const pool = new Pool(apiUrl, { connections: lanes, pipelining: 1 });
  const headers = {
    authorization: `Bearer ${apiKey}`,
    "content-type": "application/json",
    prefer: "wait=0",
  };
  const prefix = `q${Date.now()}`;
  let begun = 0;
  const lane = async (): Promise<void> => {
    while (begun < queued) {
      begun += 1;
      const payment = {
        order_no: `${prefix}_${begun}`,
        amount: 100,
        method: "wechat_native",
        subject: "Tea",
      };
      const answer = await pool.request({
        path: "/v1/payments",
        method: "POST",
        headers,
        body: JSON.stringify(payment),
      });
      await answer.body.dump();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  await pool.close();
}

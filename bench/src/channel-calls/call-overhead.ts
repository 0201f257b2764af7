import type { Product } from "@compose-pay/start";
import { clearData } from "../ground/clean-slate.ts";
import type { Ground } from "../ground/ground.ts";
import { runProgram } from "../ground/programs.ts";
import type { Pace } from "../measuring/latencies.ts";
import { median } from "../measuring/median.ts";
import { accountsAt, letNobodyPay } from "../whole-way/sandbox-customers.ts";
import { wayOutcome } from "../whole-way/way.ts";

export interface CallOverheadResult {
  readonly perSecond: number;
  /** The create through the hub until its QR code is there, and the same call made directly; by round. */
  readonly hub: readonly Pace[];
  readonly direct: readonly Pace[];
  /** The hub's figure less the direct one, the median of rounds. */
  readonly overheadP50Ms: number;
  readonly overheadP99Ms: number;
}

const perSecond = 200;
/** Rounds that are not judged: they are there for the compilers of all processes. */
const warmUpRounds = 4;
/** Shorter than the first wait of the query ladder: an order that nobody pays is asked about from then on. */
const roundSeconds = 4;
const graceMs = 60_000;

/** What the hub adds to a call of a channel that answers at once, in an open loop. */
export async function callOverhead(
  ground: Ground,
  product: Product,
  rounds: number,
): Promise<CallOverheadResult> {
  await letNobodyPay(product.sandboxUrl);
  const accounts = await accountsAt(product.sandboxUrl);
  const { apiKey, webhookSecret } = product.demo;
  const hubJob = { apiUrl: product.apiUrl, apiKey, webhookSecret };
  const create = async (way: "hub" | "direct"): Promise<Pace> => {
    await clearData(ground.servers, []);
    const job = { perSecond, seconds: roundSeconds, prefix: `o${Date.now()}`, patienceMs: 0 };
    const outcome = await runProgram(
      new URL(`../whole-way/${way}-merchant.ts`, import.meta.url),
      { ...job, ...(way === "hub" ? hubJob : { accounts }) },
      { shape: wayOutcome, withinMs: roundSeconds * 1_000 + graceMs },
    );
    if (Object.keys(outcome.refused).length > 0) throw new Error(JSON.stringify(outcome.refused));
    const { p50Ms, p99Ms } = outcome.create;
    ground.report(`${way}: ${perSecond} creates/s, p50 ${p50Ms} ms, p99 ${p99Ms} ms`);
    return outcome.create;
  };
  for (let round = 0; round < warmUpRounds; round += 1) await create("hub");
  const hub: Pace[] = [];
  const direct: Pace[] = [];
  while (hub.length < rounds) {
    hub.push(await create("hub"));
    direct.push(await create("direct"));
  }
  const added = (figure: "p50Ms" | "p99Ms") =>
    median(hub.map((pace, index) => pace[figure] - (direct[index]?.[figure] ?? Number.NaN)));
  return { perSecond, hub, direct, overheadP50Ms: added("p50Ms"), overheadP99Ms: added("p99Ms") };
}

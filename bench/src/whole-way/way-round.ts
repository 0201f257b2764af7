import { type Product, serviceNames } from "@compose-pay/start";
import type { Ground } from "../ground/ground.ts";
import { type Program, startProgram } from "../ground/programs.ts";
import { collectLatencies, type Pace } from "../measuring/latencies.ts";
import { type CpuMsPerPayment, watchCpu } from "../measuring/cpu-by-process.ts";
import { accountsAt, paidMoments } from "./sandbox-customers.ts";
import { type WayJob, type WayOutcome, wayOutcome } from "./way.ts";

/** One stretch of payments at one rate. */
export interface WayRound {
  readonly wantedPerSecond: number;
  /** From the create's due time to its answer, QR code included. */
  readonly create: Pace;
  /** From the customer's payment to the verified notice at the merchant. */
  readonly notice: Pace;
  readonly acknowledged: number;
  /** Acknowledged payments that the merchant never heard of. */
  readonly unheard: number;
  readonly refused: WayOutcome["refused"];
  readonly heldBack: number;
  readonly repeated: number;
  readonly cpuMsPerPayment: CpuMsPerPayment;
}

export type Way = "hub" | "direct";

const graceMs = 180_000;

/** Sends payments the whole way from a merchant in a process of its own, and accounts for each. */
export async function walkWay(
  { folder }: Ground,
  product: Product,
  { way, job }: { readonly way: Way; readonly job: WayJob },
): Promise<WayRound> {
  const sinceMs = Date.now();
  const merchant = await startMerchant(product, way, job);
  const cpuMsPerPayment = watchCpu({ ...servicePids(product), merchant: merchant.pid });
  try {
    const outcome = await merchant.next(wayOutcome, job.seconds * 1_000 + graceMs);
    const cpu = cpuMsPerPayment(outcome.acknowledged.length);
    return { ...judge(outcome, job, paidMoments(folder, sinceMs)), cpuMsPerPayment: cpu };
  } finally {
    await merchant.stop();
  }
}

async function startMerchant({ apiUrl, sandboxUrl, demo }: Product, way: Way, job: WayJob): Promise<Program> {
  switch (way) {
    case "hub": {
      const { apiKey, webhookSecret } = demo;
      const file = new URL("./hub-merchant.ts", import.meta.url);
      return startProgram(file, { ...job, apiUrl, apiKey, webhookSecret });
    }
    case "direct": {
      const file = new URL("./direct-merchant.ts", import.meta.url);
      return startProgram(file, { ...job, accounts: await accountsAt(sandboxUrl) });
    }
  }
}

function judge(
  outcome: WayOutcome,
  { perSecond, seconds }: WayJob,
  paidAt: ReadonlyMap<string, number>,
): Omit<WayRound, "cpuMsPerPayment"> {
  if (outcome.untrue > 0) throw new Error(`${outcome.untrue} notices did not verify`);
  const heardAt = new Map(outcome.heard);
  const latencies = collectLatencies();
  for (const [outTradeNo, at] of heardAt) {
    const paid = paidAt.get(outTradeNo);
    if (paid === undefined) throw new Error(`${outTradeNo} was announced and is not paid at the sandbox`);
    latencies.record(at - paid);
  }
  return {
    wantedPerSecond: perSecond,
    create: outcome.create,
    notice: latencies.pace(seconds),
    acknowledged: outcome.acknowledged.length,
    unheard: outcome.acknowledged.filter((one) => !heardAt.has(one)).length,
    refused: outcome.refused,
    heldBack: outcome.heldBack,
    repeated: outcome.repeated,
  };
}

function servicePids(product: Product): Readonly<Record<string, number>> {
  const names = [...serviceNames, "sandbox"] as const;
  return Object.fromEntries(names.map((name) => [name, product.process(name).process.pid]));
}

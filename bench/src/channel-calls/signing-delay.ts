import type { Product } from "@compose-pay/start";
import { z } from "zod";
import type { Ground } from "../ground/ground.ts";
import { runProgram } from "../ground/programs.ts";
import { median } from "../measuring/median.ts";
import { accountsAt } from "../whole-way/sandbox-customers.ts";

const signingRound = z.object({
  create: z.object({
    perSecond: z.number(),
    p50Ms: z.number(),
    p99Ms: z.number(),
    maxMs: z.number(),
    count: z.number(),
  }),
  refused: z.record(z.string(), z.int()),
  heldBack: z.int(),
  loopP50Ms: z.number(),
  loopP99Ms: z.number(),
  loopMaxMs: z.number(),
});
type SigningRound = z.output<typeof signingRound>;

export interface SigningDelayResult {
  readonly perSecond: number;
  readonly rounds: readonly SigningRound[];
  /** How long the event loop was held up, the median of rounds; it includes the timer's own millisecond. */
  readonly loopP50Ms: number;
  readonly loopP99Ms: number;
  /** The floor: the same loop with almost nothing to sign. */
  readonly idleLoopP99Ms: number;
}

const perSecond = 500;
const roundSeconds = 15;
const graceMs = 60_000;

/** How long signed creates hold up the event loop of the process that makes them. */
export async function signingDelay(
  { report }: Ground,
  { sandboxUrl }: Product,
  rounds: number,
): Promise<SigningDelayResult> {
  const [account] = await accountsAt(sandboxUrl);
  const run = async (rate: number): Promise<SigningRound> => {
    const file = new URL("./signing-caller.ts", import.meta.url);
    const job = { account, perSecond: rate, seconds: roundSeconds, prefix: `s${Date.now()}` };
    const bounds = { shape: signingRound, withinMs: roundSeconds * 1_000 + graceMs };
    const round = await runProgram(file, job, bounds);
    const { loopP99Ms, create, refused, heldBack } = round;
    const trouble = JSON.stringify({ ...refused, heldBack });
    report(
      `${rate} signed creates/s: event loop p99 ${loopP99Ms} ms, create p99 ${create.p99Ms} ms ${trouble}`,
    );
    return round;
  };
  const idle: SigningRound[] = [];
  const busy: SigningRound[] = [];
  while (busy.length < rounds) {
    idle.push(await run(1));
    busy.push(await run(perSecond));
  }
  return {
    perSecond,
    rounds: busy,
    loopP50Ms: median(busy.map(({ loopP50Ms }) => loopP50Ms)),
    loopP99Ms: median(busy.map(({ loopP99Ms }) => loopP99Ms)),
    idleLoopP99Ms: median(idle.map(({ loopP99Ms }) => loopP99Ms)),
  };
}

import { z } from "zod";
import { runProgram } from "../ground/programs.ts";
import { watchCpu } from "../measuring/cpu-by-process.ts";
import type { DeliveryStage } from "./delivery-stage.ts";
import { receiverCount } from "./receiver-places.ts";

export interface RawPosts {
  readonly perSecond: number;
  /** Milliseconds of processor time of the receivers, and of everything else, for each POST. */
  readonly cpuMsPerPost: Readonly<Record<string, number>>;
}

const lanes = 64;
const warmUpMs = 2_000;
const measuredMs = 8_000;
const graceMs = 60_000;
const outcome = z.object({ posts: z.int(), perSecond: z.number() });

/** What a process that does nothing but post gets through, beside the same receivers on the same cores. */
export async function rawPosts({ ground, receivers, port }: DeliveryStage): Promise<RawPosts> {
  await receivers.forget();
  const cpu = watchCpu({ receivers: receivers.pid });
  const { posts, perSecond } = await runProgram(
    new URL("./raw-poster.ts", import.meta.url),
    { port, receivers: receiverCount, lanes, warmUpMs, measuredMs },
    { shape: outcome, withinMs: warmUpMs + measuredMs + graceMs },
  );
  ground.report(`floor: ${perSecond} raw POSTs/s`);
  return { perSecond, cpuMsPerPost: cpu(posts) };
}

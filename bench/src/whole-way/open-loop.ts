import { collectLatencies } from "../measuring/latencies.ts";
import type { WayJob, WayOutcome } from "./way.ts";

/** An acknowledged create with the channel's number, or what was said instead. */
export type CreateAnswer =
  | { readonly kind: "acknowledged"; readonly outTradeNo: string }
  | { readonly kind: "refused"; readonly why: string };

type Sent = Pick<WayOutcome, "acknowledged" | "refused" | "heldBack" | "create">;

/** Creates without an answer; beyond this the loop holds back, and says so. */
const mostUnanswered = 1_000;
const tickMs = 4;

/**
 * Begins each create when it is due, evenly spread, and never waits for one before it begins the next: what
 * is slow shows as latency and does not slow down the customers.
 */
export async function sendOpenLoop(
  { perSecond, seconds, prefix }: WayJob,
  create: (orderNo: string, number: number) => Promise<CreateAnswer>,
): Promise<Sent> {
  const latencies = collectLatencies();
  const acknowledged: string[] = [];
  const refused: Record<string, number> = {};
  const unanswered = new Set<Promise<void>>();
  const startedAt = performance.now();
  const total = Math.round(perSecond * seconds);
  let begun = 0;
  let heldBack = 0;

  const sendOne = async (dueAt: number, number: number): Promise<void> => {
    const answer = await create(`${prefix}_${number}`, number).catch(failed);
    latencies.record(performance.now() - dueAt);
    if (answer.kind === "acknowledged") acknowledged.push(answer.outTradeNo);
    else refused[answer.why] = (refused[answer.why] ?? 0) + 1;
  };

  while (begun + heldBack < total) {
    const isDue = () => (begun + heldBack) * (1_000 / perSecond) <= performance.now() - startedAt;
    for (; begun + heldBack < total && isDue();) {
      if (unanswered.size >= mostUnanswered) {
        heldBack += 1;
        continue;
      }
      const dueAt = startedAt + (begun + heldBack) * (1_000 / perSecond);
      const sending = sendOne(dueAt, begun).finally(() => unanswered.delete(sending));
      unanswered.add(sending);
      begun += 1;
    }
    await new Promise((resolve) => setTimeout(resolve, tickMs));
  }
  await Promise.all(unanswered);
  return { acknowledged, refused, heldBack, create: latencies.pace(seconds) };
}

function failed(error: unknown): CreateAnswer {
  return { kind: "refused", why: error instanceof Error ? error.message : String(error) };
}

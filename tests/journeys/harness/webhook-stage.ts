import type { ServiceName } from "@compose-pay/start";
import { waitFor } from "@compose-pay/test-support";
import { contradictions, deliveryStates } from "./delivery-log.ts";
import { type EventWriter, openEventWriter } from "./event-writer.ts";
import { passTime } from "./pass-time.ts";
import { openStage, type Stage, type StageOptions } from "./stage.ts";

/** The part of the product that tells merchants, with somebody who writes what it tells. */
export interface WebhookStage extends Stage {
  readonly writer: EventWriter;
  /** Moves everything about webhooks into the past. */
  passTime(ms: number): Promise<void>;
  /** Waits until the deliveries of an app are so many in each state, and no others. */
  untilDeliveriesAre(
    appId: string,
    states: Readonly<Record<string, number>>,
    deadlineMs?: number,
  ): Promise<void>;
  /** kill -9. */
  kill(name: ServiceName): Promise<void>;
}

const usuallyWithinMs = 30_000;

/** Starts notify-worker and reconcile-worker unless told otherwise. */
export async function openWebhookStage(options: StageOptions = {}): Promise<WebhookStage> {
  const stage = await openStage({ only: ["notify-worker", "reconcile-worker"], ...options });
  const { books, product } = stage;
  const writer = openEventWriter(stage);
  return {
    ...stage,
    writer,
    passTime: (ms) => passTime(books, ms),
    untilDeliveriesAre: (appId, states, deadlineMs = usuallyWithinMs) =>
      untilDeliveriesAre({ books, appId, deadlineMs }, states),
    kill: async (name) => {
      const { process } = product.process(name);
      process.kill();
      await process.exited;
    },
    close: async () => {
      const found = await contradictions(books);
      await writer.close();
      await stage.close();
      if (found.length > 0) throw new Error(`rows contradict themselves: ${JSON.stringify(found)}`);
    },
  };
}

async function untilDeliveriesAre(
  {
    books,
    appId,
    deadlineMs,
  }: { readonly books: Stage["books"]; readonly appId: string; readonly deadlineMs: number },
  states: Readonly<Record<string, number>>,
): Promise<void> {
  const wanted = inWords(states);
  let found = "";
  const probe = async () => {
    found = inWords(await deliveryStates(books, appId));
    return found === wanted;
  };
  await waitFor(probe, { deadlineMs, everyMs: 50 }).catch((cause: unknown) => {
    throw new Error(`deliveries are ${found}, and not ${wanted}, after ${deadlineMs} ms`, { cause });
  });
}

function inWords(states: Readonly<Record<string, number>>): string {
  return Object.entries(states)
    .map(([state, count]) => `${state} ${count}`)
    .toSorted()
    .join(", ");
}

import { DependencyError } from "@compose-pay/runtime";
import type { Channel, GetMessage } from "amqplib";
import type { DeadLetter } from "./dead-letters.ts";
import type { Publisher } from "./publisher.ts";
import { deadLetterQueue, type DeadLetterOwner } from "./queue-name.ts";
import { readDeadLetter } from "./read-dead-letter.ts";
import { sleep } from "./sleep.ts";
import type { Topology } from "./topology.ts";

export type Looked = "kept" | "removed" | "removed, enough";

export interface Looking {
  readonly most: number;
  readonly visit: (letter: DeadLetter, message: GetMessage) => Promise<Looked>;
}

export interface LookedAt {
  /** How many of those that were to be removed, the first of them, are gone: the broker has answered after it. */
  readonly removedForSure: number;
  /** Why it broke off before its end, or before the broker had answered to the last; else null. */
  readonly broken: DependencyError | null;
}

/** How long to wait for those that were put back; somebody else may have taken them. */
const mostLooksBack = 40;
const looksBackEveryMs = 25;

/**
 * Takes dead letters one by one; those not removed return to the queue.
 *
 * @throws PublishError when there is no connection to begin with
 */
export async function lookAtDeadLetters(
  { publisher, topology }: { readonly publisher: Publisher; readonly topology: Topology },
  owner: DeadLetterOwner,
  { most, visit }: Looking,
): Promise<LookedAt> {
  const name = topology.nameOf(deadLetterQueue(owner));
  const channel = await publisher.openChannel();
  const taken: Taken = { kept: [], left: 0, removed: 0, removedForSure: 0 };
  let broken: DependencyError | null = null;
  try {
    await takeEach({ channel, name, taken }, most, async (message) =>
      visit(readDeadLetter(message, topology), message),
    );
  } catch (error) {
    if (!(error instanceof DependencyError)) throw error;
    broken = error;
  } finally {
    if (await putBack({ channel, name, taken })) taken.removedForSure = taken.removed;
  }
  const { removed, removedForSure } = taken;
  return { removedForSure, broken: removedForSure < removed ? (broken ?? lost(null)) : broken };
}

interface Taken {
  readonly kept: GetMessage[];
  left: number;
  /** Acknowledged, which the broker does not answer by itself: what it answers afterwards does. */
  removed: number;
  removedForSure: number;
}

interface Queue {
  readonly channel: Channel;
  readonly name: string;
  readonly taken: Taken;
}

async function takeEach(
  { channel, name, taken }: Queue,
  most: number,
  visit: (message: GetMessage) => Promise<Looked>,
): Promise<void> {
  const { messageCount } = await answered(() => channel.checkQueue(name));
  taken.left = messageCount;
  for (let seen = 0; seen < Math.min(messageCount, most); seen += 1) {
    const message = await answered(() => channel.get(name));
    taken.removedForSure = taken.removed;
    if (message === false) return;
    const looked = await visit(message);
    if (looked === "kept") {
      taken.kept.push(message);
      continue;
    }
    taken.removed += 1;
    taken.left -= 1;
    await answered(() => channel.ack(message));
    if (looked === "removed, enough") return;
  }
}

/** @throws DependencyError for what amqplib says when the channel has ended, or was ended by the broker */
async function answered<Answer>(ask: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    throw lost(cause);
  }
}

function lost(cause: unknown): DependencyError {
  return new DependencyError("broker", "the connection to the broker broke off", { cause });
}

/**
 * Waits until the queue shows them again, so that who looks twice in a row sees the same.
 *
 * @returns whether the broker has answered, and so has done all that was sent before
 */
async function putBack({ channel, name, taken }: Queue): Promise<boolean> {
  let isAnswered = false;
  try {
    for (const message of taken.kept) channel.reject(message, true);
    for (let looks = 0; looks < mostLooksBack; looks += 1) {
      const { messageCount } = await channel.checkQueue(name);
      isAnswered = true;
      if (messageCount >= taken.left) break;
      await sleep(looksBackEveryMs);
    }
    await channel.close();
  } catch {
    // It is closed already, and what was taken is back on its queue.
  }
  return isAnswered;
}

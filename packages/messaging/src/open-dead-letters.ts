import type { Logger } from "@compose-pay/runtime";
import type { Channel, GetMessage } from "amqplib";
import type { DeadLetter, DeadLetterChoice, DeadLetterResult, DeadLetters } from "./dead-letters.ts";
import { readEnvelope } from "./envelope.ts";
import type { Publisher } from "./publisher.ts";
import { deadLetterQueue } from "./queue-name.ts";
import type { DeadLetterOwner } from "./queue-name.ts";
import { readDeadLetter } from "./read-dead-letter.ts";
import { sleep } from "./sleep.ts";
import type { Topology } from "./topology.ts";

export interface DeadLetterParts {
  readonly publisher: Publisher;
  readonly topology: Topology;
  readonly logger: Logger;
}

/** How many are looked at in one call; the next call sees the rest, once these are removed. */
const mostLookedAt = 10_000;

/** How long to wait for those that were put back; somebody else may have taken them. */
const mostLooksBack = 40;
const looksBackEveryMs = 25;

/** What becomes of one that was looked at: text is the reason why it stays. */
type Fate = "removed" | { readonly failed: string };

export function openDeadLetters(parts: DeadLetterParts): DeadLetters {
  return {
    list: async (owner, limit) => {
      const letters: DeadLetter[] = [];
      await look(parts, owner, Math.min(limit, mostLookedAt), (letter) => {
        letters.push(letter);
        return Promise.resolve("kept");
      });
      return letters.toSorted((one, other) => (one.diedAt ?? "").localeCompare(other.diedAt ?? ""));
    },
    replay: (owner, choice) =>
      remove(parts, owner, choice, (letter, message) => replay(parts, letter, message)),
    drop: (owner, choice, reason) =>
      remove(parts, owner, choice, ({ id, queue, name, traceId, body }) => {
        const fields = { message_id: id, queue, message: name, trace_id: traceId, body, reason };
        parts.logger.warn(fields, "a dead letter was dropped");
        return Promise.resolve("removed");
      }),
  };
}

async function replay(
  { publisher, logger }: DeadLetterParts,
  letter: DeadLetter,
  message: GetMessage,
): Promise<Fate> {
  const { messageId, name, version, traceId } = readEnvelope(message);
  const asNew = {
    messageId,
    name,
    version,
    traceId,
    tries: 0,
    faults: 0,
    outages: 0,
    firstSeenMs: Date.now(),
  };
  try {
    await publisher.publish({ queue: letter.queue, content: message.content, envelope: asNew });
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
  const fields = { message_id: letter.id, queue: letter.queue, message: name, trace_id: traceId };
  logger.info(fields, "a dead letter was replayed");
  return "removed";
}

async function remove(
  parts: DeadLetterParts,
  owner: DeadLetterOwner,
  choice: DeadLetterChoice,
  act: (letter: DeadLetter, message: GetMessage) => Promise<Fate>,
): Promise<DeadLetterResult> {
  const wanted = choice === "all" ? null : new Set(choice.ids);
  const done: string[] = [];
  const failed: { id: string; why: string }[] = [];
  await look(parts, owner, mostLookedAt, async (letter, message) => {
    if (wanted !== null && !wanted.delete(letter.id)) return "kept";
    const fate = await act(letter, message);
    if (fate === "removed") done.push(letter.id);
    else failed.push({ id: letter.id, why: fate.failed });
    if (fate !== "removed") return "kept";
    return wanted?.size === 0 ? "removed, enough" : "removed";
  });
  return { done, failed, missing: [...(wanted ?? [])] };
}

type Looked = "kept" | "removed" | "removed, enough";

/** Takes up to `most` dead letters one by one; those not removed return to the queue. */
async function look(
  { publisher, topology }: DeadLetterParts,
  owner: DeadLetterOwner,
  most: number,
  visit: (letter: DeadLetter, message: GetMessage) => Promise<Looked>,
): Promise<void> {
  const name = topology.nameOf(deadLetterQueue(owner));
  const channel = await publisher.openChannel();
  const kept: GetMessage[] = [];
  let left = 0;
  try {
    const { messageCount } = await channel.checkQueue(name);
    left = messageCount;
    for (let seen = 0; seen < Math.min(messageCount, most); seen += 1) {
      const message = await channel.get(name);
      if (message === false) return;
      const looked = await visit(readDeadLetter(message, topology), message);
      if (looked === "kept") kept.push(message);
      else channel.ack(message);
      if (looked !== "kept") left -= 1;
      if (looked === "removed, enough") return;
    }
  } finally {
    await putBack(channel, kept, { name, left });
  }
}

/** Waits until the queue shows them again, so that who looks twice in a row sees the same. */
async function putBack(
  channel: Channel,
  kept: readonly GetMessage[],
  queue: { readonly name: string; readonly left: number },
): Promise<void> {
  try {
    for (const message of kept) channel.reject(message, true);
    for (let looks = 0; looks < mostLooksBack; looks += 1) {
      const { messageCount } = await channel.checkQueue(queue.name);
      if (messageCount >= queue.left) break;
      await sleep(looksBackEveryMs);
    }
    await channel.close();
  } catch {
    // It is closed already, and what was taken is back on its queue.
  }
}

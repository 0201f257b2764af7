import type { Logger } from "@compose-pay/runtime";
import type { GetMessage } from "amqplib";
import type { DeadLetter, DeadLetterChoice, DeadLetterResult, DeadLetters } from "./dead-letters.ts";
import { readEnvelope } from "./envelope.ts";
import { type Looked, lookAtDeadLetters } from "./look-at-dead-letters.ts";
import type { Publisher } from "./publisher.ts";
import type { DeadLetterOwner } from "./queue-name.ts";
import type { Topology } from "./topology.ts";

export interface DeadLetterParts {
  readonly publisher: Publisher;
  readonly topology: Topology;
  readonly logger: Logger;
}

/** How many are looked at in one call; the next call sees the rest, once these are removed. */
const mostLookedAt = 10_000;

/** What becomes of one that was looked at: text is the reason why it stays. */
type Fate = "removed" | { readonly failed: string };

export function openDeadLetters(parts: DeadLetterParts): DeadLetters {
  return {
    list: async (owner, limit) => {
      const letters: DeadLetter[] = [];
      const visit = (letter: DeadLetter) => {
        letters.push(letter);
        return Promise.resolve("kept" as const);
      };
      const { broken } = await lookAtDeadLetters(parts, owner, {
        most: Math.min(limit, mostLookedAt),
        visit,
      });
      if (broken !== null) throw broken;
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
  const removed: string[] = [];
  const failed: { id: string; why: string }[] = [];
  const visit = async (letter: DeadLetter, message: GetMessage): Promise<Looked> => {
    if (wanted !== null && !wanted.delete(letter.id)) return "kept";
    const fate = await act(letter, message);
    if (fate !== "removed") {
      failed.push({ id: letter.id, why: fate.failed });
      return "kept";
    }
    removed.push(letter.id);
    return wanted?.size === 0 ? "removed, enough" : "removed";
  };
  const { removedForSure, broken } = await lookAtDeadLetters(parts, owner, { most: mostLookedAt, visit });
  if (broken !== null) parts.logger.warn({ error: broken, owner }, "dead letters were not all looked at");
  return {
    done: removed.slice(0, removedForSure),
    failed,
    missing: [...(wanted ?? [])],
    unknown: removed.slice(removedForSure),
    isBroken: broken !== null,
  };
}

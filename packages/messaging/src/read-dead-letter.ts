import { createHash } from "node:crypto";
import type { Message } from "amqplib";
import { z } from "zod";
import type { DeadLetter } from "./dead-letters.ts";
import { readEnvelope } from "./envelope.ts";
import type { Topology } from "./topology.ts";

const longestBody = 4_096;

/** What RabbitMQ notes on a message that it dead-letters by itself; its time counts seconds. */
const brokerNotes = z.object({
  "x-first-death-queue": z.string().optional().catch(undefined),
  "x-first-death-reason": z.string().optional().catch(undefined),
  "x-death": z
    .array(z.object({ time: z.object({ value: z.number() }) }))
    .optional()
    .catch(undefined),
});

/** Reads a dead letter of ours, or one that the broker made at its delivery limit. */
export function readDeadLetter(message: Message, topology: Topology): DeadLetter {
  const envelope = readEnvelope(message);
  const notes = brokerNotes.parse(message.properties.headers ?? {});
  const diedAtMs = envelope.diedAtMs ?? (notes["x-death"]?.[0]?.time.value ?? 0) * 1_000;
  return {
    id: deadLetterId(message, envelope.messageId),
    queue: envelope.originalQueue ?? topology.queueOf(notes["x-first-death-queue"] ?? "unknown"),
    name: envelope.name,
    version: envelope.version,
    reason:
      envelope.diedAtMs === undefined ? brokerReason(notes["x-first-death-reason"]) : (envelope.reason ?? ""),
    traceId: envelope.traceId,
    tries: envelope.tries,
    faults: envelope.faults,
    firstSeen: isoTime(envelope.firstSeenMs),
    diedAt: isoTime(diedAtMs),
    body: message.content.subarray(0, longestBody).toString("utf8"),
  };
}

/** Messages of ours have an id; anything else is named after its bytes. */
function deadLetterId({ content }: Message, messageId: string): string {
  if (messageId !== "") return messageId;
  return `unnamed_${createHash("sha256").update(content).digest("hex").slice(0, 16)}`;
}

function brokerReason(reason: string | undefined): string {
  if (reason !== "delivery_limit") return `dead-lettered by the broker: ${reason ?? "unknown"}`;
  return "given out too often without an answer: the processes that took it ended or lost their connection";
}

function isoTime(ms: number): string | null {
  return ms === 0 ? null : new Date(ms).toISOString();
}

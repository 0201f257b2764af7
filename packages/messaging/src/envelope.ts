import type { Message, Options } from "amqplib";
import { z } from "zod";

/** What travels beside the body of a message. */
export interface Envelope {
  readonly messageId: string;
  /** Name and version of the message's contract. */
  readonly name: string;
  readonly version: number;
  readonly traceId: string;
  /** How often a handler has had it before, redeliveries of the broker left out. */
  readonly tries: number;
  /** How many of those tries ended in an error of our own; too many make it poison. */
  readonly faults: number;
  /** How many tries in a row ended because something the process stands on was away. */
  readonly outages: number;
  /** When it was first sent, in milliseconds since 1970; 0 when unknown. */
  readonly firstSeenMs: number;
  readonly replyTo?: string | undefined;
  readonly correlationId?: string | undefined;
  /** Why it waits or is dead. */
  readonly reason?: string | undefined;
  /** Of a dead letter: the queue it came from, without prefix, and when it died. */
  readonly originalQueue?: string | undefined;
  readonly diedAtMs?: number | undefined;
}

/** The properties and headers that carry an envelope; undefined ones are left out by amqplib. */
export function writeEnvelope(envelope: Envelope): Options.Publish {
  return {
    messageId: envelope.messageId,
    type: envelope.name,
    contentType: "application/json",
    ...(envelope.replyTo === undefined ? {} : { replyTo: envelope.replyTo }),
    ...(envelope.correlationId === undefined ? {} : { correlationId: envelope.correlationId }),
    headers: {
      version: envelope.version,
      trace_id: envelope.traceId,
      tries: envelope.tries,
      faults: envelope.faults,
      outages: envelope.outages,
      first_seen: envelope.firstSeenMs,
      reason: envelope.reason,
      original_queue: envelope.originalQueue,
      died_at: envelope.diedAtMs,
    },
  };
}

const count = z.int().nonnegative().catch(0);
const text = z.string().catch("");
const perhapsText = z.string().optional().catch(undefined);

const propertiesSchema = z.object({
  messageId: text,
  type: text,
  replyTo: perhapsText,
  correlationId: perhapsText,
  headers: z
    .object({
      version: count,
      trace_id: text,
      tries: count,
      faults: count,
      outages: count,
      first_seen: count,
      reason: perhapsText,
      original_queue: perhapsText,
      died_at: count.optional(),
    })
    .default({
      version: 0,
      trace_id: "",
      tries: 0,
      faults: 0,
      outages: 0,
      first_seen: 0,
      reason: undefined,
      original_queue: undefined,
    }),
});

/** Reads whatever comes: what is missing or strange is empty, and then no contract matches it. */
export function readEnvelope(message: Message): Envelope {
  const { headers, ...properties } = propertiesSchema.parse(message.properties);
  return {
    messageId: properties.messageId,
    name: properties.type,
    version: headers.version,
    traceId: headers.trace_id,
    tries: headers.tries,
    faults: headers.faults,
    outages: headers.outages,
    firstSeenMs: headers.first_seen,
    replyTo: properties.replyTo,
    correlationId: properties.correlationId,
    reason: headers.reason,
    originalQueue: headers.original_queue,
    diedAtMs: headers.died_at,
  };
}

import { z } from "zod";
import { sentTypes } from "./receiver-places.ts";

/** Events at an even rate, whatever becomes of them. */
const openLoad = z.object({
  kind: z.literal("open"),
  perSecond: z.number().positive(),
  seconds: z.int().min(1).max(600),
});

/** As many events as are delivered: so many are on their way at any time. */
const closedLoad = z.object({
  kind: z.literal("closed"),
  onTheirWay: z.int().min(1).max(10_000),
  seconds: z.int().min(1).max(600),
  deliveriesPerEvent: z.int().min(1),
  countUrl: z.string(),
});

/** What the process that makes events is told. */
export const eventLoad = z.discriminatedUnion("kind", [openLoad, closedLoad]);
export type EventLoad = z.output<typeof eventLoad>;
export type ClosedLoad = z.output<typeof closedLoad>;

export const eventSourceJob = z.object({
  databaseUrl: z.string(),
  amqpUrl: z.string(),
  /** They take turns. */
  places: z.array(z.object({ appId: z.string(), type: z.enum(sentTypes) })).min(1),
  load: eventLoad,
});
export type EventSourceJob = z.output<typeof eventSourceJob>;

export const eventSourceReady = z.object({ kind: z.literal("ready") });

export const eventSourceOutcome = z.object({
  /** The id of each event and when it was committed, in ms since 1970. */
  committed: z.array(z.tuple([z.string(), z.number()])),
  /** Events that were not begun when they were due, because too many had not been committed yet. */
  heldBack: z.int(),
  /** From when an event was due to its commit. */
  commitP99Ms: z.number(),
  refused: z.record(z.string(), z.int()),
});
export type EventSourceOutcome = z.output<typeof eventSourceOutcome>;

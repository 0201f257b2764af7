import { z } from "zod";

/** What the receiving process is started with. */
export const receiverJob = z.object({
  hosts: z.array(z.string()).min(1),
  port: z.int(),
  /** What is posted there is answered after `hangMs` only, and not kept. */
  hangingPath: z.string(),
  hangMs: z.int(),
});
export type ReceiverJob = z.output<typeof receiverJob>;

export const receiverOrder = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("forget") }),
  /** By URL; what came to another one is not verified. */
  z.object({ kind: z.literal("tell"), secrets: z.record(z.string(), z.string()) }),
]);

export const receiverSays = z.object({ kind: z.enum(["listening", "forgotten"]) });

/** What came since it last forgot everything. */
export const arrivals = z.object({
  /** URL, `webhook-id`, the moment of the first one in ms since 1970, how many came, SHA-256 of the first body. */
  arrivals: z.array(z.tuple([z.string(), z.string(), z.number(), z.int(), z.string()])),
  /** Those whose signature is not that of their endpoint. */
  untrue: z.int(),
  /** Repetitions whose body was another one. */
  unequal: z.int(),
  /** What was posted to the path that hangs. */
  hung: z.int(),
});
export type Arrivals = z.output<typeof arrivals>;

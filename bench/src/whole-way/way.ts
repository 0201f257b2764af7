import { z } from "zod";

const wayMethods = ["wechat_native", "alipay_qr"] as const;

/** What a merchant is told to do: an open loop of creates, whatever the answers take. */
export const wayJob = z.object({
  perSecond: z.number().positive(),
  seconds: z.int().min(1).max(600),
  /** Begins every order number; letters and digits. */
  prefix: z.string().max(20),
  /** The methods that take turns. */
  methods: z
    .array(z.enum(wayMethods))
    .min(1)
    .default([...wayMethods]),
  /** How long notices are waited for after the last create. */
  patienceMs: z.int().min(0).max(300_000).default(60_000),
});
export type WayJob = z.input<typeof wayJob>;

const pace = z.object({
  perSecond: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
  maxMs: z.number(),
  count: z.number(),
});

/** What a merchant saw. */
export const wayOutcome = z.object({
  /** The channel's number of each payment whose create was acknowledged. */
  acknowledged: z.array(z.string()),
  /** Creates that were answered otherwise, by what was said. */
  refused: z.record(z.string(), z.int()),
  /** Creates that were not sent when they were due, because too many had no answer yet. */
  heldBack: z.int(),
  create: pace,
  /** When the first true notice of each payment came, in milliseconds since 1970. */
  heard: z.array(z.tuple([z.string(), z.number()])),
  /** Notices that came again, and those that did not verify. */
  repeated: z.int(),
  untrue: z.int(),
});
export type WayOutcome = z.output<typeof wayOutcome>;

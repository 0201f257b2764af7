import { z } from "zod";
import { type Page, queryIntegerOf, reason } from "./console-input.ts";
import { answerOf, type ConsoleRoute, noInput } from "./console-route.ts";

/** Whose messages died: the services that own queues, and `outbox` for rows whose queue nobody has declared. */
export const deadLetterServices = ["channel-worker", "notify-worker", "outbox"] as const;
export type DeadLetterService = (typeof deadLetterServices)[number];

export interface DeadLetterQueueView {
  readonly service: DeadLetterService;
  readonly depth: number;
}

/** A message that no handler could do anything with; all of its texts may be anybody's. */
export interface DeadLetterView {
  readonly id: string;
  /** The queue it came from. */
  readonly queue: string;
  readonly name: string;
  readonly version: number;
  readonly reason: string;
  readonly trace_id: string;
  readonly tries: number;
  readonly faults: number;
  readonly first_seen: string | null;
  readonly died_at: string | null;
  /** The first 4 KiB as text; our own messages carry ids and no secrets. */
  readonly body: string;
}

export interface DeadLettersSettled {
  readonly done: readonly string[];
  /** Still there, and why. */
  readonly failed: readonly { readonly id: string; readonly why: string }[];
  /** Not there, or looked at by somebody else at this moment; where it is broken also those that were not come to. */
  readonly missing: readonly string[];
  /** On their way when the connection to the broker broke off: they may be gone or still be there. */
  readonly unknown: readonly string[];
  /** The connection to the broker broke off before the end. */
  readonly is_broken: boolean;
}

/** So many of a queue have pages: a broker shows a message only by handing it out for a moment. */
export const mostListedDeadLetters = 1_000;

/** Ids that one act takes: all of them are in the audit. */
const mostIds = 100;

const service = z.enum(deadLetterServices, `must be one of ${deadLetterServices.join(", ")}`);
const ids = z
  .array(z.string().regex(/^[\x21-\x7e]{1,128}$/, "must be the id of a dead letter"))
  .min(1, "must name a dead letter")
  .max(mostIds, `must be at most ${mostIds} ids`)
  .readonly()
  .transform((names) => [...new Set(names)]);

export const deadLetterRoutes = {
  "dead_letters.queues": {
    kind: "read",
    access: "dead_letters.read",
    input: noInput,
    answer: answerOf<Page<DeadLetterQueueView>>(),
  },
  /** Oldest first, of the first `mostListedDeadLetters`; nothing is removed, and what is behind shows once these are settled. */
  "dead_letters.list": {
    kind: "read",
    access: "dead_letters.read",
    input: z.strictObject({
      service,
      limit: queryIntegerOf(1, mostIds).default(50),
      after: z
        .string()
        .regex(/^\d{1,15}\.[\x21-\x7e]{1,128}$/, "must be `next` of the page before")
        .optional(),
    }),
    answer: answerOf<Page<DeadLetterView>>(),
  },
  /** Back to the queues they came from, as if new. */
  "dead_letters.replay": {
    kind: "act",
    access: "dead_letters.act",
    input: z.strictObject({ service, ids }),
    subject: "service",
    answer: answerOf<DeadLettersSettled>(),
  },
  /** Removed for good. */
  "dead_letters.drop": {
    kind: "act",
    access: "dead_letters.act",
    needsStepUp: true,
    input: z.strictObject({ service, ids, reason }),
    subject: "service",
    answer: answerOf<DeadLettersSettled>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;

import { z } from "zod";
import { page, type Page, queryMoment } from "./console-input.ts";
import { answerOf, type ConsoleRoute, noInput } from "./console-route.ts";

/** How a sign-in ended; all but the first are told to the one who tried as the same refusal, or as a missing code. */
export type LoginOutcome =
  | "signed_in"
  | "email_unknown"
  | "password_wrong"
  | "code_wrong"
  | "code_missing"
  | "locked"
  | "disabled"
  | "address_limited";

export interface LoginAttemptView {
  readonly id: string;
  readonly at: string;
  readonly email: string;
  /** Null when nobody has this address. */
  readonly operator_id: string | null;
  readonly outcome: LoginOutcome;
  readonly address: string;
  readonly user_agent: string;
}

/**
 * `asked` is written before an act; what has no second entry was cut off in the middle. What is `unknown` may have been
 * done or not; where it shows later, another entry says so.
 */
export const auditPhases = ["asked", "done", "refused", "failed", "unknown"] as const;
export type AuditPhaseView = (typeof auditPhases)[number];

export interface AuditEntryView {
  /** Without gaps, from 1. */
  readonly number: number;
  readonly at: string;
  readonly operator_id: string | null;
  /** The e-mail address of then. */
  readonly operator: string;
  /** The route's name. */
  readonly action: string;
  readonly phase: AuditPhaseView;
  /** The id of what it is about; empty when it is about many. */
  readonly subject: string;
  /** What was asked for (`input`), what it was and became (`before`, `after`), why it was refused (`code`, `detail`), what it failed with (`error`, `code`). */
  readonly details: unknown;
  readonly address: string;
  readonly user_agent: string;
  readonly trace_id: string;
}

/** An operator's e-mail address or id; of what fits neither there are no entries. */
const operator = z.string().trim().max(254).optional();

/** The records of what operators did and of who tried to sign in. */
export const auditRoutes = {
  "audit.list": {
    kind: "read",
    access: "audit.read",
    input: z.strictObject({
      ...page,
      operator,
      subject: z.string().trim().max(128).optional(),
      action: z.string().trim().max(64).optional(),
      phase: z.enum(auditPhases, `must be one of ${auditPhases.join(", ")}`).optional(),
      /** Inclusive. */
      from: queryMoment.optional(),
      /** Exclusive. */
      until: queryMoment.optional(),
    }),
    answer: answerOf<Page<AuditEntryView>>(),
  },
  /** Acts of the last days that have no entry of their end and are not under way any more, newest first. */
  "audit.unfinished": {
    kind: "read",
    access: "audit.read",
    input: z.strictObject(page),
    answer: answerOf<Page<AuditEntryView>>(),
  },
  /** Every action that there can be entries of. */
  "audit.actions": {
    kind: "read",
    access: "audit.read",
    input: noInput,
    answer: answerOf<{ readonly actions: readonly string[] }>(),
  },
  "login_attempts.list": {
    kind: "read",
    access: "audit.read",
    input: z.strictObject({ ...page, operator }),
    answer: answerOf<Page<LoginAttemptView>>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;

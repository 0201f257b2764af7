import { Readable } from "node:stream";
import { appendAudit, type AuditFacts, auditOfFailure } from "@compose-pay/application";
import type { ConsoleRoute } from "@compose-pay/contracts";
import type { Deadline } from "@compose-pay/http";
import { isDependencyFailure } from "@compose-pay/messaging";
import type { CurrentSession } from "../access/current-session.ts";
import { appendEnd, type AuditDeps } from "./append-end.ts";
import { type CallOrigin, type Outcome, refused } from "./handler.ts";
import { outcomeUnknown } from "./outcome-unknown.ts";

export interface ActFacts {
  readonly name: string;
  readonly route: ConsoleRoute;
  readonly input: unknown;
  readonly session: CurrentSession | null;
  readonly origin: CallOrigin;
}

/**
 * Writes down an act before it begins and after it has ended. An act that cannot be written down is not begun, nor is one
 * that was answered meanwhile; one whose end cannot be written down has happened all the same, and its first entry
 * stands. What anybody may call is written down only when it was done: strangers cannot fill the chain.
 */
export async function audited<Answer>(
  deps: AuditDeps,
  facts: ActFacts & { readonly deadline: Deadline },
  act: () => Promise<Outcome<Answer>>,
): Promise<Outcome<Answer>> {
  const common = commonFacts(facts);
  if (facts.route.access === "anyone") {
    const outcome = await act();
    if (outcome.kind === "done") await appendEnd(deps, { ...common, ...endOf(outcome) });
    return outcome;
  }
  const { traceId, action } = common;
  try {
    await appendAudit(deps, { ...common, phase: "asked", details: { input: withoutSecrets(facts) } });
  } catch (error) {
    if (!isDependencyFailure(error)) throw error;
    deps.logger.warn({ error, action, trace_id: traceId }, "an act cannot be written down and is not begun");
    return refused("overloaded", "it cannot be written down at present: nothing was done");
  }
  if (facts.deadline.passed.aborted) {
    const late = refused("overloaded", "too late: nothing was done");
    await appendEnd(deps, { ...common, ...endOf(late) });
    return late;
  }
  return untilItsEnd(deps, { common, deadline: facts.deadline }, act);
}

/**
 * From here on it is no answer that nothing was done. What has no end when its caller is answered is `unknown` first;
 * where its end comes later, that is written down, too.
 */
async function untilItsEnd<Answer>(
  deps: AuditDeps,
  { common, deadline }: { readonly common: CommonFacts; readonly deadline: Deadline },
  act: () => Promise<Outcome<Answer>>,
): Promise<Outcome<Answer>> {
  const { traceId, action } = common;
  let isWritten = Promise.resolve();
  const tooLate = () => {
    deps.logger.warn({ action, trace_id: traceId }, "an act goes on behind its answer");
    isWritten = appendEnd(deps, { ...common, phase: "unknown", details: { error: "deadline" } });
  };
  deadline.answerWith({ ...outcomeUnknown, kind: "problem" });
  deadline.passed.addEventListener("abort", tooLate, { once: true });
  const ended = async (end: End) => {
    deadline.passed.removeEventListener("abort", tooLate);
    await isWritten;
    await appendEnd(deps, { ...common, ...end });
  };
  try {
    const outcome = await act();
    await ended(endOf(outcome));
    return outcome;
  } catch (error) {
    const failure = auditOfFailure(error);
    deps.logger.warn({ error, action, trace_id: traceId }, "an act broke off");
    await ended(failure);
    if (failure.phase === "failed") throw error;
    return outcomeUnknown;
  }
}

/**
 * Writes down that a file leaves the house, once it is known that there is one and before its first byte goes. One entry
 * stands for it, since it changes nothing; what cannot be written down is not sent.
 */
export async function auditedDownload<Answer>(
  deps: AuditDeps,
  facts: ActFacts,
  open: () => Promise<Outcome<Answer>>,
): Promise<Outcome<Answer>> {
  const common = commonFacts(facts);
  const input = withoutSecrets(facts);
  let outcome: Outcome<Answer>;
  try {
    outcome = await open();
  } catch (error) {
    await appendEnd(deps, {
      ...common,
      phase: "failed",
      details: { input, ...auditOfFailure(error).details },
    });
    throw error;
  }
  const { phase, details } = endOf(outcome);
  try {
    await appendAudit(deps, { ...common, phase, details: { input, ...details } });
  } catch (error) {
    if (outcome.kind === "file" && outcome.pieces instanceof Readable) outcome.pieces.destroy();
    throw error;
  }
  return outcome;
}

/**
 * Writes down that somebody who is signed in was not let in.
 *
 * @param facts of an act without its input, which was not looked at
 */
export async function auditDenial(
  deps: AuditDeps,
  facts: Omit<ActFacts, "input"> & { readonly input?: unknown },
  refusal: { readonly code: string; readonly detail: string },
): Promise<void> {
  const { code, detail } = refusal;
  const whole = { ...facts, input: facts.input };
  const input = facts.input === undefined ? undefined : withoutSecrets(whole);
  await appendEnd(deps, { ...commonFacts(whole), phase: "refused", details: { code, detail, input } });
}

type CommonFacts = ReturnType<typeof commonFacts>;

function commonFacts({ name, route, input, session, origin }: ActFacts) {
  const subject = route.subject === undefined ? undefined : membersOf(input)[route.subject];
  return {
    operatorId: session?.operator.id ?? null,
    operator: session?.operator.email ?? "",
    action: name,
    subject: typeof subject === "string" ? subject : "",
    address: origin.address,
    userAgent: origin.userAgent,
    traceId: origin.requestId,
  };
}

type End = Partial<Omit<AuditFacts, "phase" | "details">> &
  Pick<AuditFacts, "phase"> & { readonly details: object };

function endOf(outcome: Outcome<unknown>): End {
  if (outcome.kind === "refused") {
    const { code, detail, file } = outcome;
    return { phase: "refused", details: { code, detail, file } };
  }
  if (outcome.kind === "file") return { phase: "done", details: {} };
  const { subject, before, after, file, operator, isUnknown } = outcome.audit;
  return {
    phase: isUnknown === true ? "unknown" : "done",
    details: { before, after, file },
    ...(subject === undefined ? {} : { subject }),
    ...(operator === undefined ? {} : { operatorId: operator.id, operator: operator.email }),
  };
}

function withoutSecrets({ route, input }: ActFacts): unknown {
  const secrets = new Set(route.secrets);
  const told = Object.entries(membersOf(input)).filter(([name]) => !secrets.has(name));
  return { ...Object.fromEntries(told), ...route.toldOfSecrets?.(input) };
}

function membersOf(input: unknown): Readonly<Record<string, unknown>> {
  return typeof input === "object" && input !== null ? { ...input } : {};
}

import { appendAudit, type AuditFacts } from "@compose-pay/application";
import type { ConsoleRoute } from "@compose-pay/contracts";
import type { CurrentSession } from "../access/current-session.ts";
import { Readable } from "node:stream";
import type { ConsoleDeps } from "../console-deps.ts";
import type { CallOrigin, Outcome } from "./handler.ts";

export interface ActFacts {
  readonly name: string;
  readonly route: ConsoleRoute;
  readonly input: unknown;
  readonly session: CurrentSession | null;
  readonly origin: CallOrigin;
}

type AuditDeps = Pick<ConsoleDeps, "database" | "secretBox" | "clock" | "logger" | "metrics">;

/**
 * Writes down an act before it begins and after it has ended. An act that cannot be written down is not begun; one whose
 * end cannot be written down has happened all the same, and its first entry stands. What anybody may call is written down
 * only when it was done: strangers cannot fill the chain.
 */
export async function audited<Answer>(
  deps: AuditDeps,
  facts: ActFacts,
  act: () => Promise<Outcome<Answer>>,
): Promise<Outcome<Answer>> {
  const common = commonFacts(facts);
  if (facts.route.access === "anyone") {
    const outcome = await act();
    if (outcome.kind === "done") await appendEnd(deps, { ...common, ...endOf(outcome) });
    return outcome;
  }
  await appendAudit(deps, { ...common, phase: "asked", details: { input: withoutSecrets(facts) } });
  let outcome: Outcome<Answer>;
  try {
    outcome = await act();
  } catch (error) {
    await appendEnd(deps, { ...common, phase: "failed", details: {} });
    throw error;
  }
  await appendEnd(deps, { ...common, ...endOf(outcome) });
  return outcome;
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
    await appendEnd(deps, { ...common, phase: "failed", details: { input } });
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

async function appendEnd(deps: AuditDeps, facts: AuditFacts): Promise<void> {
  try {
    await appendAudit(deps, facts);
  } catch (error) {
    const { action, phase, traceId } = facts;
    deps.metrics
      .counter({
        name: "compose_pay_audit_ends_lost_total",
        help: "Acts of operators whose end could not be written to the audit.",
      })
      .inc();
    deps.logger.error({ error, action, phase, trace_id: traceId }, "the end of an act is not in the audit");
  }
}

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
  const { subject, before, after, file, operator } = outcome.audit;
  return {
    phase: "done",
    details: { before, after, file },
    ...(subject === undefined ? {} : { subject }),
    ...(operator === undefined ? {} : { operatorId: operator.id, operator: operator.email }),
  };
}

function withoutSecrets({ route, input }: ActFacts): unknown {
  const secrets = new Set(route.secrets);
  return Object.fromEntries(Object.entries(membersOf(input)).filter(([name]) => !secrets.has(name)));
}

function membersOf(input: unknown): Readonly<Record<string, unknown>> {
  return typeof input === "object" && input !== null ? { ...input } : {};
}

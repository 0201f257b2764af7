import { appendAudit, type AuditFacts } from "@compose-pay/application";
import type { ConsoleRoute } from "@compose-pay/contracts";
import type { CurrentSession } from "../access/current-session.ts";
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

/** Writes down that somebody who is signed in was not let in to an act. */
export async function auditDenial(
  deps: AuditDeps,
  facts: Omit<ActFacts, "input">,
  refusal: { readonly code: string; readonly detail: string },
): Promise<void> {
  const { code, detail } = refusal;
  const common = commonFacts({ ...facts, input: {} });
  await appendEnd(deps, { ...common, phase: "refused", details: { code, detail } });
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

function endOf(outcome: Outcome<unknown>): Partial<AuditFacts> & Pick<AuditFacts, "phase" | "details"> {
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

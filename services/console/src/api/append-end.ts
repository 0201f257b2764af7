import { setTimeout as passed } from "node:timers/promises";
import { appendAudit, type AuditFacts } from "@compose-pay/application";
import { backoffMs } from "@compose-pay/runtime";
import type { ConsoleDeps } from "../console-deps.ts";

export type AuditDeps = Pick<
  ConsoleDeps,
  "database" | "secretBox" | "clock" | "logger" | "metrics" | "stopping"
>;

const mostTries = 7;
const wait = { firstMs: 500, maxMs: 10_000 };

/**
 * Writes down how an act has ended. It has ended so whether this can be written or not, and what was away for the act is
 * away for its end, too: it is tried on for half a minute behind the answer, until the process stops.
 */
export async function appendEnd(deps: AuditDeps, facts: AuditFacts): Promise<void> {
  if (!(await isAppended(deps, facts))) void appendLater(deps, facts);
}

async function appendLater(deps: AuditDeps, facts: AuditFacts): Promise<void> {
  for (let tries = 1; tries < mostTries; tries += 1) {
    const ms = backoffMs(tries, wait, Math.random());
    const isStopped = await passed(ms, false, { signal: deps.stopping }).catch(() => true);
    if (isStopped) break;
    if (await isAppended(deps, facts)) return;
  }
  deps.metrics
    .counter({
      name: "compose_pay_audit_ends_lost_total",
      help: "Acts of operators whose end could not be written to the audit.",
    })
    .inc();
}

async function isAppended(deps: AuditDeps, facts: AuditFacts): Promise<boolean> {
  try {
    await appendAudit(deps, facts);
    return true;
  } catch (error) {
    const { action, phase, traceId } = facts;
    deps.logger.error({ error, action, phase, trace_id: traceId }, "the end of an act is not in the audit");
    return false;
  }
}

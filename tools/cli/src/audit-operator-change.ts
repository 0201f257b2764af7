import { appendAudit, type AuditDeps } from "@compose-pay/application";
import type { OperatorRow } from "@compose-pay/database";

/** What the command line does to operators is in the console's audit, too. */
export async function auditOperatorChange(
  deps: AuditDeps,
  change: { readonly by: string; readonly action: string; readonly operator: OperatorRow },
): Promise<void> {
  const { by, action, operator } = change;
  await appendAudit(deps, {
    operatorId: null,
    operator: by,
    action,
    phase: "done",
    subject: operator.id,
    details: { email: operator.email },
    address: "",
    userAgent: "command line",
    traceId: "",
  });
}

import { appendAudit, type AuditDeps, auditOfFailure } from "@compose-pay/application";

export interface OperatorAct {
  readonly by: string;
  readonly action: string;
  readonly email: string;
}

/** What the command line does to operators is in the console's audit, too: before it is done, and after. */
export async function auditOperatorAct<Result extends { readonly kind: string }>(
  deps: AuditDeps,
  { by, action, email }: OperatorAct,
  act: () => Promise<Result>,
): Promise<Result> {
  const facts = {
    operatorId: null,
    operator: by,
    action,
    subject: email,
    address: "",
    userAgent: "command line",
    traceId: "",
  };
  await appendAudit(deps, { ...facts, phase: "asked", details: {} });
  const result = await act().catch(async (error: unknown) => {
    // What is away for the act may be away for its end, too; then the first entry stands alone.
    await appendAudit(deps, { ...facts, ...auditOfFailure(error) }).catch(() => undefined);
    throw error;
  });
  const phase = result.kind === "created" || result.kind === "changed" ? "done" : "refused";
  await appendAudit(deps, { ...facts, phase, details: { kind: result.kind } });
  return result;
}

import type { AuditEntryView, LoginAttemptView } from "@compose-pay/contracts";
import type { AuditEntryRow, LoginAttemptRow } from "@compose-pay/database";

export function loginAttemptView(row: LoginAttemptRow): LoginAttemptView {
  return {
    id: row.id,
    at: row.at.toISOString(),
    email: row.email,
    operator_id: row.operatorId,
    outcome: row.outcome,
    address: row.address,
    user_agent: row.userAgent,
  };
}

export function auditEntryView(row: AuditEntryRow): AuditEntryView {
  const details: unknown = JSON.parse(row.details);
  return {
    number: row.number,
    at: row.at.toISOString(),
    operator_id: row.operatorId,
    operator: row.operator,
    action: row.action,
    phase: row.phase,
    subject: row.subject,
    details,
    address: row.address,
    user_agent: row.userAgent,
    trace_id: row.traceId,
  };
}

import { listAuditEntries } from "@compose-pay/database";
import type { ConsoleStage } from "./console-stage.ts";

export interface WrittenAct {
  readonly phase: string;
  readonly operator: string;
  readonly details: unknown;
}

/** What the audit holds of the acts of this name on this subject, oldest first. */
export async function auditOf(
  { database }: Pick<ConsoleStage, "database">,
  of: { readonly action: string; readonly subject: string },
): Promise<readonly WrittenAct[]> {
  const rows = await listAuditEntries(database.connection, { subject: of.subject, limit: 100 });
  return rows
    .filter(({ action }) => action === of.action)
    .map(({ phase, operator, details }) => ({ phase, operator, details: JSON.parse(details) as unknown }))
    .toReversed();
}

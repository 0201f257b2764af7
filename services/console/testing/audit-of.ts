import { listAuditEntries } from "@compose-pay/database";
import { waitFor } from "@compose-pay/test-support";
import type { ConsoleStage } from "./console-stage.ts";

export interface WrittenAct {
  readonly phase: string;
  readonly operator: string;
  readonly details: unknown;
}

interface Acts {
  readonly action: string;
  readonly subject: string;
}

/** What the audit holds of the acts of this name on this subject, oldest first. */
export async function auditOf(
  { database }: Pick<ConsoleStage, "database">,
  of: Acts,
): Promise<readonly WrittenAct[]> {
  const rows = await listAuditEntries(database.connection, { subject: of.subject, limit: 100 });
  return rows
    .filter(({ action }) => action === of.action)
    .map(({ phase, operator, details }) => ({ phase, operator, details: JSON.parse(details) as unknown }))
    .toReversed();
}

/** Waits until these are the phases of the acts, such as `asked,done`: what ends behind its answer is written later. */
export async function untilInAudit(
  stage: Pick<ConsoleStage, "database">,
  of: Acts,
  phases: string,
): Promise<void> {
  const isWritten = async () => (await auditOf(stage, of)).map(({ phase }) => phase).join() === phases;
  await waitFor(isWritten, { deadlineMs: 15_000, what: `${phases} in the audit` });
}

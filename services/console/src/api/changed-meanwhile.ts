import type { ChangedMeanwhile } from "@compose-pay/application";
import { seenVersionPath } from "@compose-pay/contracts";
import { type AuditEntryRow, listAuditEntries } from "@compose-pay/database";
import type { ConsoleDeps } from "../console-deps.ts";
import { refused, type Refused } from "./handler.ts";

/** An app's audit has the acts on all of its contracts and routes: the one that is looked for is among the newest. */
const mostLookedAt = 50;

/**
 * Refuses a change of what was seen in an older version. Who made the one of now is named where the audit has it: an act
 * that ended with this very version. Of the command line, and of what a merchant did, nobody is named.
 */
export async function changedMeanwhile(
  { database }: Pick<ConsoleDeps, "database">,
  { subject, version }: ChangedMeanwhile,
): Promise<Refused> {
  const entries = await listAuditEntries(database.connection, { subject, limit: mostLookedAt });
  const change = entries.find((entry) => entry.phase === "done" && versionAfter(entry) === version);
  const by = change === undefined ? "" : ` by ${change.operator} at ${change.at.toISOString()}`;
  const message = `was changed meanwhile${by}: look at it as it is now`;
  return {
    ...refused("conflict", `what was seen ${message}; nothing was stored`),
    errors: [{ path: seenVersionPath, message }],
  };
}

/** Undefined where an act left none; null never is one, so that what is gone is laid to nobody. */
function versionAfter({ details }: AuditEntryRow): string | undefined {
  // because only the audit writes the column
  const { after } = JSON.parse(details) as { readonly after?: { readonly version?: string } | null };
  return after?.version;
}

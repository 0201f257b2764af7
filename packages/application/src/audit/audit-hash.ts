import { createHmac } from "node:crypto";
import type { AuditEntryRow } from "@compose-pay/database";

/** What the first entry follows. */
export const emptyChainHash = "0".repeat(64);

/**
 * The hash of an entry: HMAC-SHA256 over the hash before it and all of its fields. Without the chain's key nobody can
 * make one that fits, so that an entry which was changed, left out or put in shows at the next one.
 *
 * @returns lower-case hex
 */
export function auditHash(key: Buffer, before: string, entry: Omit<AuditEntryRow, "hash">): string {
  const fields = [
    before,
    entry.number,
    entry.at.toISOString(),
    entry.operatorId,
    entry.operator,
    entry.action,
    entry.phase,
    entry.subject,
    entry.details,
    entry.address,
    entry.userAgent,
    entry.traceId,
  ];
  return createHmac("sha256", key).update(JSON.stringify(fields)).digest("hex");
}

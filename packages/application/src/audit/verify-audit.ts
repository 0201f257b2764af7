import { findAuditHead, readAuditChain } from "@compose-pay/database";
import { type AuditDeps, openChainKey } from "./append-audit.ts";
import { auditHash, emptyChainHash } from "./audit-hash.ts";

/** An end of the chain that somebody has kept elsewhere. */
export interface AuditAnchor {
  readonly number: number;
  readonly hash: string;
}

export type AuditVerdict =
  | { readonly kind: "whole"; readonly entries: number; readonly end: AuditAnchor }
  | {
      readonly kind: "broken";
      /** The first entry that does not fit. */
      readonly number: number;
      /** `altered`: its hash is not that of its fields and of the entry before it. */
      readonly fault: "altered" | "missing" | "not_the_anchor";
    };

const entriesAtOnce = 1_000;

/**
 * Follows the chain from its first entry to its end. That the last entries and the end together were put back to an
 * earlier state shows only against an anchor of a later one, kept elsewhere.
 */
export async function verifyAudit(
  deps: Omit<AuditDeps, "clock">,
  anchor: AuditAnchor | null = null,
): Promise<AuditVerdict> {
  const { connection } = deps.database;
  const head = await findAuditHead(connection);
  if (head === null) return { kind: "whole", entries: 0, end: { number: 0, hash: emptyChainHash } };
  const key = openChainKey(deps, head);
  let end: AuditAnchor = { number: 0, hash: emptyChainHash };
  for (;;) {
    const entries = await readAuditChain(connection, { after: end.number, limit: entriesAtOnce });
    for (const entry of entries) {
      if (entry.number > head.number) break;
      if (entry.number !== end.number + 1) return broken(end.number + 1, "missing");
      if (auditHash(key, end.hash, entry) !== entry.hash) return broken(entry.number, "altered");
      if (entry.number === anchor?.number && entry.hash !== anchor.hash)
        return broken(entry.number, "not_the_anchor");
      end = entry;
    }
    if (entries.length < entriesAtOnce || end.number >= head.number) break;
  }
  if (end.number < head.number) return broken(end.number + 1, "missing");
  if (end.hash !== head.hash) return broken(end.number, "altered");
  if (anchor !== null && anchor.number > end.number) return broken(end.number + 1, "missing");
  return { kind: "whole", entries: end.number, end: { number: end.number, hash: end.hash } };
}

function broken(number: number, fault: Extract<AuditVerdict, { kind: "broken" }>["fault"]): AuditVerdict {
  return { kind: "broken", number, fault };
}

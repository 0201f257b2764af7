import { type AuditEntryRow, type Connection, findAuditHead, readAuditChain } from "@compose-pay/database";
import { type AuditDeps, openChainKey } from "./append-audit.ts";
import { auditHash, emptyChainHash } from "./audit-hash.ts";

/** An end of the chain that somebody has kept elsewhere. */
export interface AuditAnchor {
  readonly number: number;
  readonly hash: string;
}

export type AuditFault =
  /** Its hash is not that of its fields and of the entry before it. */
  | "altered"
  | "missing"
  /** It is where no entry can be. */
  | "put_in"
  | "not_the_anchor";

export type AuditVerdict =
  | { readonly kind: "whole"; readonly entries: number; readonly end: AuditAnchor }
  /** `number` is that of the first entry that does not fit. */
  | { readonly kind: "broken"; readonly number: number; readonly fault: AuditFault };

const entriesAtOnce = 1_000;
const nothing: AuditAnchor = { number: 0, hash: emptyChainHash };

/**
 * Follows the chain from its first entry to its end. That the last entries and the end together were put back to an
 * earlier state shows only against an anchor of a later one, kept elsewhere.
 */
export async function verifyAudit(
  deps: Omit<AuditDeps, "clock">,
  anchor: AuditAnchor | null = null,
): Promise<AuditVerdict> {
  const { connection } = deps.database;
  const first = await findAuditHead(connection);
  const key = first === null ? null : openChainKey(deps, first);
  let end = nothing;
  for (;;) {
    const after = end === nothing ? Number.MIN_SAFE_INTEGER : end.number;
    const entries = await readAuditChain(connection, { after, limit: entriesAtOnce });
    for (const entry of entries) {
      const fault = faultOf(entry, { end, key, anchor });
      if (fault !== null) return broken(fault === "missing" ? end.number + 1 : entry.number, fault);
      end = entry;
    }
    if (entries.length === entriesAtOnce) continue;
    // What was appended since the page was read is followed, too.
    const head = (await findAuditHead(connection)) ?? nothing;
    if (head.number > end.number && (await hasNext(connection, end))) continue;
    return verdictAtEnd({ end, head, anchor });
  }
}

function faultOf(
  entry: AuditEntryRow,
  {
    end,
    key,
    anchor,
  }: { readonly end: AuditAnchor; readonly key: Buffer | null; readonly anchor: AuditAnchor | null },
): AuditFault | null {
  if (key === null || entry.number <= end.number) return "put_in";
  if (entry.number !== end.number + 1) return "missing";
  if (auditHash(key, end.hash, entry) !== entry.hash) return "altered";
  return entry.number === anchor?.number && entry.hash !== anchor.hash ? "not_the_anchor" : null;
}

async function hasNext(connection: Connection, { number }: AuditAnchor): Promise<boolean> {
  return (await readAuditChain(connection, { after: number, limit: 1 })).length > 0;
}

function verdictAtEnd({
  end,
  head,
  anchor,
}: {
  readonly end: AuditAnchor;
  readonly head: AuditAnchor;
  readonly anchor: AuditAnchor | null;
}): AuditVerdict {
  if (end.number < head.number) return broken(end.number + 1, "missing");
  if (end.number > head.number) return broken(head.number + 1, "put_in");
  if (end.hash !== head.hash) return broken(end.number, "altered");
  if (anchor !== null && anchor.number > end.number) return broken(end.number + 1, "missing");
  return { kind: "whole", entries: end.number, end: { number: end.number, hash: end.hash } };
}

function broken(number: number, fault: AuditFault): AuditVerdict {
  return { kind: "broken", number, fault };
}

import { randomBytes } from "node:crypto";
import {
  type AuditEntryRow,
  type AuditHeadRow,
  auditHeadId,
  type Database,
  findAuditHead,
  inTransaction,
  insertAuditEntry,
  insertAuditHead,
  lockAuditHead,
  moveAuditHead,
  sealedIn,
} from "@compose-pay/database";
import type { Clock, SecretBox } from "@compose-pay/runtime";
import { auditHash, emptyChainHash } from "./audit-hash.ts";

export interface AuditDeps {
  readonly database: Pick<Database, "connection">;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
}

/** What is told of an act; `details` without secrets, at most `mostDetailBytes` of it kept. */
export interface AuditFacts extends Pick<
  AuditEntryRow,
  "operatorId" | "operator" | "action" | "phase" | "subject" | "address" | "userAgent" | "traceId"
> {
  readonly details: unknown;
}

const mostDetailBytes = 32_768;
const keyBytes = 32;

/** Adds an entry to the end of the chain, in a transaction of its own: what was tried stays written. */
export async function appendAudit(deps: AuditDeps, facts: AuditFacts): Promise<AuditEntryRow> {
  await ensureHead(deps);
  return inTransaction(deps.database, async (transaction) => {
    const head = await lockAuditHead(transaction);
    if (head === null) throw new Error("the end of the audit's chain has vanished");
    const fields = {
      ...facts,
      subject: facts.subject.slice(0, 128),
      userAgent: facts.userAgent.slice(0, 255),
      details: detailsText(facts.details),
      number: head.number + 1,
      at: deps.clock.now(),
    };
    const entry = { ...fields, hash: auditHash(openChainKey(deps, head), head.hash, fields) };
    await insertAuditEntry(transaction, entry);
    await moveAuditHead(transaction, entry);
    return entry;
  });
}

export function openChainKey({ secretBox }: Pick<AuditDeps, "secretBox">, head: AuditHeadRow): Buffer {
  return Buffer.from(secretBox.open(head.chainKey, sealedIn("audit_head.chain_key", head.id)), "base64");
}

async function ensureHead({ database, secretBox }: AuditDeps): Promise<void> {
  if ((await findAuditHead(database.connection)) !== null) return;
  const key = randomBytes(keyBytes).toString("base64");
  const chainKey = secretBox.seal(key, sealedIn("audit_head.chain_key", auditHeadId));
  await insertAuditHead(database.connection, { id: auditHeadId, chainKey, number: 0, hash: emptyChainHash });
}

function detailsText(details: unknown): string {
  const text = JSON.stringify(details ?? {});
  if (Buffer.byteLength(text) <= mostDetailBytes) return text;
  return JSON.stringify({ cut_off: true, begins_with: text.slice(0, mostDetailBytes / 8) });
}

import type { Connection } from "../connection.ts";
import { and, asc, desc, eq, gt, lt } from "../drizzle.ts";
import { auditEntries, auditHead } from "../tables/index.ts";

export type AuditEntryRow = typeof auditEntries.$inferSelect;
export type AuditHeadRow = typeof auditHead.$inferSelect;

/** The id of the one row of `audit_head`. */
export const auditHeadId = "head";

/** Adds the chain's end unless it is there. */
export async function insertAuditHead(connection: Connection, row: AuditHeadRow): Promise<void> {
  await connection.insert(auditHead).ignore().values(row);
}

export async function findAuditHead(connection: Connection): Promise<AuditHeadRow | null> {
  const [row] = await connection.select().from(auditHead).where(eq(auditHead.id, auditHeadId)).limit(1);
  return row ?? null;
}

/** Locked until the transaction ends: entries are added one after the other. */
export async function lockAuditHead(transaction: Connection): Promise<AuditHeadRow | null> {
  const [row] = await transaction.select().from(auditHead).where(eq(auditHead.id, auditHeadId)).for("update");
  return row ?? null;
}

export async function insertAuditEntry(transaction: Connection, row: AuditEntryRow): Promise<void> {
  await transaction.insert(auditEntries).values(row);
}

export async function moveAuditHead(
  transaction: Connection,
  { number, hash }: Pick<AuditEntryRow, "number" | "hash">,
): Promise<void> {
  await transaction.update(auditHead).set({ number, hash }).where(eq(auditHead.id, auditHeadId));
}

/** In the order of the chain, from behind a number. */
export async function readAuditChain(
  connection: Connection,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<AuditEntryRow[]> {
  return connection
    .select()
    .from(auditEntries)
    .where(gt(auditEntries.number, after))
    .orderBy(asc(auditEntries.number))
    .limit(limit);
}

export interface AuditPage {
  readonly operatorId?: string | undefined;
  readonly subject?: string | undefined;
  readonly action?: string | undefined;
  /** The last number of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Newest first; whatever is asked for, one index has all of it. */
export async function listAuditEntries(connection: Connection, page: AuditPage): Promise<AuditEntryRow[]> {
  const { operatorId, subject, action, before, limit } = page;
  return connection
    .select()
    .from(auditEntries, { forceIndex: indexFor(page) })
    .where(
      and(
        operatorId === undefined ? undefined : eq(auditEntries.operatorId, operatorId),
        subject === undefined ? undefined : eq(auditEntries.subject, subject),
        action === undefined ? undefined : eq(auditEntries.action, action),
        before === undefined ? undefined : lt(auditEntries.number, before),
      ),
    )
    .orderBy(desc(auditEntries.number))
    .limit(limit);
}

function indexFor({ operatorId, subject, action }: AuditPage): string {
  const named = [
    ...(subject === undefined ? [] : ["subject"]),
    ...(operatorId === undefined ? [] : ["operator"]),
    ...(action === undefined ? [] : ["action"]),
  ];
  if (named.length === 0) return "PRIMARY";
  return named.length === 3 ? "audit_entries_all" : `audit_entries_${named.join("_")}`;
}

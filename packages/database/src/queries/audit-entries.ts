import type { Connection } from "../connection.ts";
import { and, asc, desc, eq, gt, gte, lt, lte } from "../drizzle.ts";
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
  readonly phase?: AuditEntryRow["phase"] | undefined;
  /** Inclusive. */
  readonly from?: Date | undefined;
  /** Exclusive. */
  readonly until?: Date | undefined;
  /** The last number of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Newest first. */
export async function listAuditEntries(connection: Connection, page: AuditPage): Promise<AuditEntryRow[]> {
  const { operatorId, subject, action, phase, from, until, before, limit } = page;
  const span = await numbersOf(connection, page);
  return connection
    .select()
    .from(auditEntries)
    .where(
      and(
        operatorId === undefined ? undefined : eq(auditEntries.operatorId, operatorId),
        subject === undefined ? undefined : eq(auditEntries.subject, subject),
        action === undefined ? undefined : eq(auditEntries.action, action),
        phase === undefined ? undefined : eq(auditEntries.phase, phase),
        from === undefined ? undefined : gte(auditEntries.at, from),
        until === undefined ? undefined : lt(auditEntries.at, until),
        span.first === null ? undefined : gte(auditEntries.number, span.first),
        span.last === null ? undefined : lte(auditEntries.number, span.last),
        before === undefined ? undefined : lt(auditEntries.number, before),
      ),
    )
    .orderBy(desc(auditEntries.number))
    .limit(limit);
}

/** Clocks of several processes differ, so that numbers and times are not in the same order all along. */
const mostOutOfOrder = 1_000;

/** Between which numbers the entries of a time are, so that they are not looked for in all there are. */
async function numbersOf(
  connection: Connection,
  { from, until }: Pick<AuditPage, "from" | "until">,
): Promise<{ readonly first: number | null; readonly last: number | null }> {
  const numberAt = async (moment: Date): Promise<number | null> => {
    const [row] = await connection
      .select({ number: auditEntries.number })
      .from(auditEntries, { forceIndex: "audit_entries_at" })
      .where(lte(auditEntries.at, moment))
      .orderBy(desc(auditEntries.at))
      .limit(1);
    return row?.number ?? null;
  };
  const first = from === undefined ? null : await numberAt(from);
  const last = until === undefined ? null : ((await numberAt(until)) ?? 0);
  return {
    first: first === null ? null : first - mostOutOfOrder,
    last: last === null ? null : last + mostOutOfOrder,
  };
}

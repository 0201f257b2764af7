import type { Connection } from "../connection.ts";
import { and, asc, desc, eq, gt, gte, lt, lte } from "../drizzle.ts";
import { type LookedThrough, lookThrough } from "../statements/look-through.ts";
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

export interface AuditSearch extends AuditPage {
  readonly phase?: AuditEntryRow["phase"] | undefined;
  /** Inclusive. */
  readonly from?: Date | undefined;
  /** Exclusive. */
  readonly until?: Date | undefined;
}

/** Newest first; whatever is asked for, one index has all of it. */
export function listAuditEntries(connection: Connection, page: AuditPage): Promise<AuditEntryRow[]> {
  return readEntries(connection, page);
}

const mostLookedAt = 1_000;

/**
 * Newest first, by phase and time too. A phase has an index of its own; beside other filters entries are looked through
 * for it, and for the time, so that a page can be shorter than its limit.
 */
export async function searchAuditEntries(
  connection: Connection,
  { phase, from, until, ...page }: AuditSearch,
): Promise<LookedThrough<AuditEntryRow>> {
  const span = await numbersOf(connection, { from, until });
  const isAlone = (page.operatorId ?? page.subject ?? page.action) === undefined;
  const read = (last: AuditEntryRow | null, limit: number) =>
    readEntries(connection, {
      ...page,
      ...span,
      phase: isAlone ? phase : undefined,
      before: last?.number ?? page.before,
      limit,
    });
  const isWanted = (row: AuditEntryRow) =>
    (phase === undefined || row.phase === phase) &&
    (from === undefined || row.at >= from) &&
    (until === undefined || row.at < until);
  return lookThrough(read, { isWanted, limit: page.limit, mostLookedAt });
}

interface NumberSpan {
  readonly first?: number | undefined;
  readonly last?: number | undefined;
}

type EntryRead = AuditPage & NumberSpan & Pick<AuditSearch, "phase">;

async function readEntries(connection: Connection, page: EntryRead): Promise<AuditEntryRow[]> {
  const { operatorId, subject, action, phase, first, last, before, limit } = page;
  return connection
    .select()
    .from(auditEntries, { forceIndex: indexFor(page) })
    .where(
      and(
        operatorId === undefined ? undefined : eq(auditEntries.operatorId, operatorId),
        subject === undefined ? undefined : eq(auditEntries.subject, subject),
        action === undefined ? undefined : eq(auditEntries.action, action),
        phase === undefined ? undefined : eq(auditEntries.phase, phase),
        first === undefined ? undefined : gte(auditEntries.number, first),
        last === undefined ? undefined : lte(auditEntries.number, last),
        before === undefined ? undefined : lt(auditEntries.number, before),
      ),
    )
    .orderBy(desc(auditEntries.number))
    .limit(limit);
}

function indexFor({ operatorId, subject, action, phase }: EntryRead): string {
  if (phase !== undefined) return "audit_entries_phase";
  const named = [
    ...(subject === undefined ? [] : ["subject"]),
    ...(operatorId === undefined ? [] : ["operator"]),
    ...(action === undefined ? [] : ["action"]),
  ];
  if (named.length === 0) return "PRIMARY";
  return named.length === 3 ? "audit_entries_all" : `audit_entries_${named.join("_")}`;
}

/** Clocks of several processes differ, so that numbers and times are not in the same order all along. */
const mostOutOfOrder = 200;

/** Between which numbers the entries of a time are, so that they are not looked for in all there are. */
async function numbersOf(
  connection: Connection,
  { from, until }: Pick<AuditSearch, "from" | "until">,
): Promise<NumberSpan> {
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
    first: first === null ? undefined : first - mostOutOfOrder,
    last: last === null ? undefined : last + mostOutOfOrder,
  };
}

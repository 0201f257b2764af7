import type { BillType } from "@compose-pay/domain";
import type { Connection } from "../connection.ts";
import { and, desc, eq, isNotNull, isNull, lt, ne, or } from "../drizzle.ts";
import { isDuplicate } from "../failure.ts";
import { updateRow } from "../statements/update-row.ts";
import { bills } from "../tables/index.ts";

export type BillRow = typeof bills.$inferSelect;

/** The source of what the channel gave, and nobody's name. */
export const channelSource = "channel";

/** Whether the channel gave it, or has given the same since; else only a person says that it is the channel's. */
export function isOfChannel({ source, confirmedAt }: Pick<BillRow, "source" | "confirmedAt">): boolean {
  return source === channelSource || confirmedAt !== null;
}

/** Which bills are versions of one another. */
export interface BillKey {
  readonly accountId: string;
  readonly day: string;
  readonly type: BillType;
}

/** Others who store a version at the same time are no more than these. */
const mostTries = 10;

/**
 * Stores a bill as the next version of its account, day and type. The same file is one bill: that one is answered.
 *
 * @param row its version counts for nothing
 */
export async function insertBill(
  connection: Connection,
  row: BillRow,
): Promise<{ readonly isNew: boolean; readonly bill: BillRow }> {
  const key = { accountId: row.channelAccountId, day: row.day, type: row.type };
  for (let tries = 1; ; tries += 1) {
    const known = await findBillOfFile(connection, key, row.sha256);
    if (known !== null) return { isNew: false, bill: known };
    const bill = { ...row, version: ((await findNewestBill(connection, key))?.version ?? 0) + 1 };
    try {
      await connection.insert(bills).values(bill);
      return { isNew: true, bill };
    } catch (error) {
      if (!isDuplicate(error) || tries >= mostTries) throw error;
    }
  }
}

export async function findBill(connection: Connection, id: string): Promise<BillRow | null> {
  const [row] = await connection.select().from(bills).where(eq(bills.id, id));
  return row ?? null;
}

/**
 * The one that counts of what the channel gave, or of what only people brought, which counts where the channel gave none: a
 * later version that is being loaded or was rejected takes nothing from it.
 */
export async function findNewestLoadedBill(
  connection: Connection,
  key: BillKey,
  origin: "channel" | "uploaded",
): Promise<BillRow | null> {
  const isOfOrigin =
    origin === "channel"
      ? or(eq(bills.source, channelSource), isNotNull(bills.confirmedAt))
      : and(ne(bills.source, channelSource), isNull(bills.confirmedAt));
  const [row] = await connection
    .select()
    .from(bills)
    .where(and(ofKey(key), eq(bills.state, "loaded"), isOfOrigin))
    .orderBy(desc(bills.version))
    .limit(1);
  return row ?? null;
}

export interface BillFilter {
  readonly accountId: string;
  readonly day?: string | undefined;
  /** The page starts behind it. */
  readonly after?: Pick<BillRow, "day" | "type" | "version"> | undefined;
  readonly limit: number;
}

/** Newest day first, then by type and version, which is the order of their key backwards. */
export async function listBills(
  connection: Connection,
  { accountId, day, after, limit }: BillFilter,
): Promise<BillRow[]> {
  return connection
    .select()
    .from(bills)
    .where(
      and(
        eq(bills.channelAccountId, accountId),
        day === undefined ? undefined : eq(bills.day, day),
        after === undefined ? undefined : isBehind(after),
      ),
    )
    .orderBy(desc(bills.day), desc(bills.type), desc(bills.version))
    .limit(limit);
}

/**
 * A bill locked until the transaction ends, by the one who loads it.
 *
 * @returns null when somebody else has it; nobody waits
 */
export async function lockBill(transaction: Connection, id: string): Promise<BillRow | null> {
  const [row] = await transaction
    .select()
    .from(bills)
    .where(eq(bills.id, id))
    .for("update", { skipLocked: true });
  return row ?? null;
}

/** Notes that the channel has given the very file that somebody had uploaded. The first time stays. */
export async function confirmBill(connection: Connection, id: string, at: Date): Promise<void> {
  await connection
    .update(bills)
    .set({ confirmedAt: at })
    .where(and(eq(bills.id, id), isNull(bills.confirmedAt)));
}

const updateBill = updateRow(bills);

/** @returns false when the bill is in another state by now; then nothing is changed */
export async function changeBill(
  connection: Connection,
  { id, state }: Pick<BillRow, "id" | "state">,
  change: Partial<Pick<BillRow, "state" | "lines" | "totals" | "fault" | "loadedAt">>,
): Promise<boolean> {
  return updateBill(connection, { id, state }, change);
}

async function findBillOfFile(connection: Connection, key: BillKey, sha256: string): Promise<BillRow | null> {
  const [row] = await connection
    .select()
    .from(bills)
    .where(and(ofKey(key), eq(bills.sha256, sha256)));
  return row ?? null;
}

async function findNewestBill(connection: Connection, key: BillKey): Promise<BillRow | null> {
  const [row] = await connection.select().from(bills).where(ofKey(key)).orderBy(desc(bills.version)).limit(1);
  return row ?? null;
}

function ofKey({ accountId, day, type }: BillKey) {
  return and(eq(bills.channelAccountId, accountId), eq(bills.day, day), eq(bills.type, type));
}

function isBehind({ day, type, version }: Pick<BillRow, "day" | "type" | "version">) {
  return or(
    lt(bills.day, day),
    and(eq(bills.day, day), lt(bills.type, type)),
    and(eq(bills.day, day), eq(bills.type, type), lt(bills.version, version)),
  );
}

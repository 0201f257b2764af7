import type { Connection } from "../connection.ts";
import { and, desc, eq, lt, or, sql } from "../drizzle.ts";
import { type NewDiscrepancy, rememberRaised } from "../raised-discrepancies.ts";
import { prepareSelect } from "../statements/prepare-select.ts";
import { updateRow } from "../statements/update-row.ts";
import { discrepancies } from "../tables/index.ts";

export type DiscrepancyRow = typeof discrepancies.$inferSelect;

/** Raised once for each (account, type, attempt, refund); the first evidence stays. */
export async function insertDiscrepancy(transaction: Connection, row: NewDiscrepancy): Promise<void> {
  await transaction
    .insert(discrepancies)
    .values(row)
    .onDuplicateKeyUpdate({ set: { type: row.type } });
  // The count of affected rows is 1 in both cases, since the driver asks for found rows.
  if ((await findDiscrepancy(transaction, row.id)) !== null) rememberRaised(transaction, row);
}

export async function findDiscrepancy(connection: Connection, id: string): Promise<DiscrepancyRow | null> {
  const [row] = await connection.select().from(discrepancies).where(eq(discrepancies.id, id));
  return row ?? null;
}

const selectForUpdate = prepareSelect((builder) =>
  builder
    .select()
    .from(discrepancies, { forceIndex: "PRIMARY" })
    .where(eq(discrepancies.id, sql.placeholder("id")))
    .for("update"),
);

/** Locks the discrepancy until the transaction ends; the payment that it is about is locked before it. */
export async function lockDiscrepancy(transaction: Connection, id: string): Promise<DiscrepancyRow | null> {
  const [row] = await selectForUpdate(transaction, { id });
  return row ?? null;
}

const update = updateRow(discrepancies);

/** What people and the repair write; what was found never changes. */
export type DiscrepancyChange = Partial<
  Pick<
    DiscrepancyRow,
    "state" | "resolution" | "reason" | "resolvedBy" | "approvedBy" | "outcome" | "decidedAt" | "resolvedAt"
  >
>;

/** Writes only while the discrepancy still has the state it was read with; true when it did. */
export async function updateDiscrepancy(
  connection: Connection,
  expected: Pick<DiscrepancyRow, "id" | "state">,
  change: DiscrepancyChange,
): Promise<boolean> {
  return update(connection, { id: expected.id, state: expected.state }, change);
}

export interface DiscrepancyFilter {
  readonly state: DiscrepancyRow["state"];
  readonly type?: DiscrepancyRow["type"] | undefined;
  readonly runId?: string | undefined;
  /** A day of China that reconciliation found it for. */
  readonly day?: string | undefined;
  readonly channelAccountId?: string | undefined;
  /** Found before this moment: for those that have waited for long. */
  readonly foundBefore?: Date | undefined;
  /** The page starts behind it. */
  readonly after?: Pick<DiscrepancyRow, "foundAt" | "id"> | undefined;
  readonly limit: number;
}

/** Newest first, by (found_at, id), which is the order of the index that is read; those of a run by id alone. */
export async function listDiscrepancies(
  connection: Connection,
  filter: DiscrepancyFilter,
): Promise<DiscrepancyRow[]> {
  const { foundAt, id, state, type, runId, day, channelAccountId } = discrepancies;
  const { after } = filter;
  const isOfRun = filter.runId !== undefined;
  const behind = (mark: NonNullable<typeof after>) =>
    isOfRun
      ? lt(id, mark.id)
      : or(lt(foundAt, mark.foundAt), and(eq(foundAt, mark.foundAt), lt(id, mark.id)));
  return connection
    .select()
    .from(discrepancies, { forceIndex: indexFor(filter) })
    .where(
      and(
        eq(state, filter.state),
        filter.type === undefined ? undefined : eq(type, filter.type),
        filter.runId === undefined ? undefined : eq(runId, filter.runId),
        filter.day === undefined ? undefined : eq(day, filter.day),
        filter.channelAccountId === undefined ? undefined : eq(channelAccountId, filter.channelAccountId),
        filter.foundBefore === undefined ? undefined : lt(foundAt, filter.foundBefore),
        after === undefined ? undefined : behind(after),
      ),
    )
    .orderBy(...(isOfRun ? [desc(id)] : [desc(foundAt), desc(id)]))
    .limit(filter.limit);
}

/** The one that leaves the fewest rows to pass over. */
function indexFor({ runId, day, channelAccountId, type }: DiscrepancyFilter): string {
  if (runId !== undefined) return "discrepancies_run";
  if (day !== undefined) return "discrepancies_day";
  if (channelAccountId !== undefined) return "discrepancies_account";
  return type === undefined ? "discrepancies_state" : "discrepancies_type";
}

import type { QueryBuilder } from "drizzle-orm/mysql-core";
import type { RefundKind, RefundState } from "@compose-pay/domain";
import { and, desc, eq, inArray, lt, or, sql } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { prepareSelect } from "../statements/prepare-select.ts";
import { updateRow } from "../statements/update-row.ts";
import { attempts, payments, refunds } from "../tables/index.ts";
import type { PaymentView } from "./payments.ts";

export type RefundRow = typeof refunds.$inferSelect;

/** A refund with its payment and the attempt whose money goes back. */
export interface RefundView extends PaymentView {
  readonly refund: RefundRow;
}

const insertIntoRefunds = insertRows(refunds);

/** A number that the app has used, and a second refund that is made by itself for one attempt, are duplicates. */
export async function insertRefunds(transaction: Connection, rows: readonly RefundRow[]): Promise<void> {
  await insertIntoRefunds(transaction, rows);
}

const update = updateRow(refunds);

/** Writes only while the refund still has the state it was read with; true when it did. */
export async function updateRefund(
  connection: Connection,
  expected: { readonly id: string; readonly state: RefundState },
  change: Partial<RefundRow>,
): Promise<boolean> {
  return update(connection, { id: expected.id, state: expected.state }, change);
}

const selectById = prepareSelect((builder) =>
  wordViews(builder).where(eq(refunds.id, sql.placeholder("refundId"))),
);

export async function findRefund(connection: Connection, refundId: string): Promise<RefundView | null> {
  const [found] = await selectById(connection, { refundId });
  return found ?? null;
}

const selectForUpdate = prepareSelect((builder) =>
  builder
    .select()
    .from(refunds, { forceIndex: "PRIMARY" })
    .where(eq(refunds.id, sql.placeholder("refundId")))
    .for("update"),
);

/** Locks the refund until the transaction ends; its payment is locked before it. */
export async function lockRefund(transaction: Connection, refundId: string): Promise<RefundRow | null> {
  const [row] = await selectForUpdate(transaction, { refundId });
  return row ?? null;
}

const selectAutomatic = prepareSelect((builder) =>
  builder
    .select()
    .from(refunds)
    .where(eq(refunds.automaticFor, sql.placeholder("attemptId"))),
);

/** The refund that the product made by itself for the money of this attempt. */
export async function findAutomaticRefund(
  connection: Connection,
  attemptId: string,
): Promise<RefundRow | null> {
  const [row] = await selectAutomatic(connection, { attemptId });
  return row ?? null;
}

const selectByNo = prepareSelect((builder) =>
  wordViews(builder).where(
    and(eq(refunds.appId, sql.placeholder("appId")), eq(refunds.refundNo, sql.placeholder("refundNo"))),
  ),
);

/** The app's refund with this number of its own. */
export async function findRefundByNo(
  connection: Connection,
  appId: string,
  refundNo: string,
): Promise<RefundView | null> {
  const [found] = await selectByNo(connection, { appId, refundNo });
  return found ?? null;
}

export interface RefundFilter {
  readonly appId?: string | undefined;
  readonly live?: boolean | undefined;
  readonly refundNo?: string | undefined;
  readonly paymentId?: string | undefined;
  readonly states?: readonly RefundState[] | undefined;
  readonly kinds?: readonly RefundKind[] | undefined;
  /** The page starts behind this refund. */
  readonly after?: { readonly createdAt: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** Newest first, by (created_at, id). */
export async function listRefunds(connection: Connection, filter: RefundFilter): Promise<RefundView[]> {
  const { after } = filter;
  return connection
    .select(view)
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .innerJoin(attempts, eq(attempts.id, refunds.attemptId))
    .where(
      and(
        filter.appId === undefined ? undefined : eq(refunds.appId, filter.appId),
        filter.live === undefined ? undefined : eq(refunds.live, filter.live),
        filter.refundNo === undefined ? undefined : eq(refunds.refundNo, filter.refundNo),
        filter.paymentId === undefined ? undefined : eq(refunds.paymentId, filter.paymentId),
        filter.states === undefined ? undefined : inArray(refunds.state, [...filter.states]),
        filter.kinds === undefined ? undefined : inArray(refunds.kind, [...filter.kinds]),
        after === undefined
          ? undefined
          : or(
              lt(refunds.createdAt, after.createdAt),
              and(eq(refunds.createdAt, after.createdAt), lt(refunds.id, after.id)),
            ),
      ),
    )
    .orderBy(desc(refunds.createdAt), desc(refunds.id))
    .limit(filter.limit);
}

const view = { refund: refunds, payment: payments, attempt: attempts };

function wordViews(builder: QueryBuilder) {
  return builder
    .select(view)
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .innerJoin(attempts, eq(attempts.id, refunds.attemptId));
}

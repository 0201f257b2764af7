import type { QueryBuilder } from "drizzle-orm/mysql-core";
import { and, asc, desc, eq, gte, lt, or, sql } from "../drizzle.ts";
import type { Method, PaymentStatus } from "@compose-pay/domain";
import type { Connection } from "../connection.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { prepareSelect } from "../statements/prepare-select.ts";
import { updateRow } from "../statements/update-row.ts";
import { attempts, payments } from "../tables/index.ts";

export type PaymentRow = typeof payments.$inferSelect;
export type AttemptRow = typeof attempts.$inferSelect;

/** A payment with its attempts, oldest first. */
export interface PaymentWithAttempts {
  readonly payment: PaymentRow;
  readonly attempts: readonly AttemptRow[];
}

/** A payment as a merchant sees it: with the attempt that speaks for it. */
export interface PaymentView {
  readonly payment: PaymentRow;
  readonly attempt: AttemptRow;
}

const insertIntoPayments = insertRows(payments);
const insertIntoAttempts = insertRows(attempts);

export async function insertPayments(transaction: Connection, rows: readonly PaymentRow[]): Promise<void> {
  await insertIntoPayments(transaction, rows);
}

export async function insertAttempts(transaction: Connection, rows: readonly AttemptRow[]): Promise<void> {
  await insertIntoAttempts(transaction, rows);
}

/** By the keys of both tables alone: a scan, which a small table invites to, would lock every row. */
const selectForUpdate = prepareSelect((builder) =>
  builder
    .select({ payment: payments, attempt: attempts })
    .from(payments, { forceIndex: "PRIMARY" })
    .innerJoin(attempts, eq(attempts.paymentId, payments.id), { forceIndex: "attempts_payment" })
    .where(sql`${payments.id} IN (${sql.placeholder("paymentIds")})`)
    .orderBy(asc(payments.id), asc(attempts.id))
    .for("update"),
);

/** Locks the payments and all their attempts until the transaction ends; by id, those that there are. */
export async function lockPayments(
  transaction: Connection,
  paymentIds: readonly string[],
): Promise<ReadonlyMap<string, PaymentWithAttempts>> {
  const found = new Map<string, { readonly payment: PaymentRow; readonly attempts: AttemptRow[] }>();
  if (paymentIds.length === 0) return found;
  for (const { payment, attempt } of await selectForUpdate(transaction, { paymentIds })) {
    const known = found.get(payment.id);
    if (known === undefined) found.set(payment.id, { payment, attempts: [attempt] });
    else known.attempts.push(attempt);
  }
  return found;
}

/** Locks the payment and all its attempts until the transaction ends. */
export async function lockPayment(
  transaction: Connection,
  paymentId: string,
): Promise<PaymentWithAttempts | null> {
  return (await lockPayments(transaction, [paymentId])).get(paymentId) ?? null;
}

const selectOwn = prepareSelect((builder) =>
  wordViews(builder).where(
    and(eq(payments.id, sql.placeholder("paymentId")), eq(payments.appId, sql.placeholder("appId"))),
  ),
);

/** The app's own payment; another app's is not found. */
export async function findPayment(
  connection: Connection,
  appId: string,
  paymentId: string,
): Promise<PaymentView | null> {
  const [found] = await selectOwn(connection, { appId, paymentId });
  return found ?? null;
}

const selectByOrderNo = prepareSelect((builder) =>
  wordViews(builder).where(
    and(eq(payments.appId, sql.placeholder("appId")), eq(payments.orderNo, sql.placeholder("orderNo"))),
  ),
);

export async function findPaymentByOrderNo(
  connection: Connection,
  appId: string,
  orderNo: string,
): Promise<PaymentView | null> {
  const [found] = await selectByOrderNo(connection, { appId, orderNo });
  return found ?? null;
}

/** The payments that already have one of these order numbers of their app. */
export async function findPaymentsByOrderNos(
  connection: Connection,
  orders: readonly { readonly appId: string; readonly orderNo: string }[],
): Promise<PaymentView[]> {
  const keys = orders.map((order) =>
    and(eq(payments.appId, order.appId), eq(payments.orderNo, order.orderNo)),
  );
  return selectViews(connection).where(or(...keys));
}

export interface PaymentFilter {
  readonly appId: string;
  readonly live: boolean;
  readonly orderNo?: string | undefined;
  readonly status?: PaymentStatus | undefined;
  readonly method?: Method | undefined;
  readonly createdFrom?: Date | undefined;
  readonly createdBefore?: Date | undefined;
  /** The page starts behind this payment. */
  readonly after?: { readonly createdAt: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** Newest first, by (created_at, id). */
export async function listPayments(connection: Connection, filter: PaymentFilter): Promise<PaymentView[]> {
  const { after } = filter;
  return selectViews(connection)
    .where(
      and(
        eq(payments.appId, filter.appId),
        eq(payments.live, filter.live),
        filter.orderNo === undefined ? undefined : eq(payments.orderNo, filter.orderNo),
        filter.status === undefined ? undefined : eq(payments.status, filter.status),
        filter.method === undefined ? undefined : eq(payments.method, filter.method),
        filter.createdFrom === undefined ? undefined : gte(payments.createdAt, filter.createdFrom),
        filter.createdBefore === undefined ? undefined : lt(payments.createdAt, filter.createdBefore),
        after === undefined
          ? undefined
          : or(
              lt(payments.createdAt, after.createdAt),
              and(eq(payments.createdAt, after.createdAt), lt(payments.id, after.id)),
            ),
      ),
    )
    .orderBy(desc(payments.createdAt), desc(payments.id))
    .limit(filter.limit);
}

const update = updateRow(payments);

/** Writes only while the payment still has the status it was read with; true when it did. */
export async function updatePayment(
  transaction: Connection,
  expected: { readonly id: string; readonly status: PaymentStatus },
  change: Partial<PaymentRow>,
): Promise<boolean> {
  return update(transaction, { id: expected.id, status: expected.status }, change);
}

const view = { payment: payments, attempt: attempts };
const ofPayment = eq(attempts.id, payments.currentAttemptId);

function selectViews(connection: Connection) {
  return connection.select(view).from(payments).innerJoin(attempts, ofPayment);
}

function wordViews(builder: QueryBuilder) {
  return builder.select(view).from(payments).innerJoin(attempts, ofPayment);
}

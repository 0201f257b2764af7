import type { Method, PaymentStatus } from "@compose-pay/domain";
import type { Connection } from "../connection.ts";
import { eq, inArray } from "../drizzle.ts";
import {
  type Branch,
  inOrderOf,
  type NewestFirst,
  type NewestFirstPage,
  type PageMark,
  readNewestIds,
} from "../statements/newest-first.ts";
import { apps, attempts, payments } from "../tables/index.ts";
import { type PaymentsOfAccount, readPaymentsOfAccount } from "./payments-of-account.ts";
import type { PaymentView } from "./payments.ts";

/** A payment as operators see it in a list; the name is null when the app is not there any more. */
export interface ListedPayment extends PaymentView {
  readonly appName: string | null;
}

/** A payment in a list that has pages. */
export interface PaymentInList extends ListedPayment {
  /** What the next page begins behind, if this is the last of its own. */
  readonly mark: PageMark;
}

/** Payments of many apps, or of one channel account. */
export type PaymentListFilter = PaymentsOfApps | PaymentsOfAccount;

/** Payments of many apps. The indexes begin with app and mode, so that each of them is read by itself. */
export interface PaymentsOfApps extends NewestFirstPage {
  /** One at least. */
  readonly appIds: readonly string[];
  /** Both modes when left out. */
  readonly live?: boolean | undefined;
  /** A status or some methods; no index has both. */
  readonly only?: { readonly status: PaymentStatus } | { readonly methods: readonly Method[] } | undefined;
}

/** How many ends of an index a list may read for one page. */
export const mostListBranches = 600;

/** How many it reads for this filter. */
export function paymentListBranches(filter: Pick<PaymentsOfApps, "appIds" | "live" | "only">): number {
  const { appIds, live, only } = filter;
  const methods = only !== undefined && "methods" in only ? only.methods.length : 1;
  return appIds.length * (live === undefined ? 2 : 1) * methods;
}

export function paymentListReading(filter: PaymentsOfApps): NewestFirst {
  const { appIds, live, only } = filter;
  const modes = live === undefined ? [true, false] : [live];
  const ends: readonly Branch[] = appIds.flatMap((appId) => modes.map((mode) => [appId, mode]));
  const of = { table: "payments", page: filter };
  if (only === undefined)
    return { ...of, index: "payments_app_created", columns: ["app_id", "live"], branches: ends };
  if ("status" in only) {
    const columns = ["app_id", "live", "status"];
    return {
      ...of,
      index: "payments_app_status",
      columns,
      branches: ends.map((end) => [...end, only.status]),
    };
  }
  const branches = ends.flatMap((end) => only.methods.map((method) => [...end, method]));
  return { ...of, index: "payments_app_method", columns: ["app_id", "live", "method"], branches };
}

/** Newest first, by (created_at, id), those of an account by the same of their attempts. Takes one connection at a time. */
export async function listPaymentsNewestFirst(
  connection: Connection,
  filter: PaymentListFilter,
): Promise<PaymentInList[]> {
  if ("accountId" in filter) return listPaymentsOfAccount(connection, filter);
  if (paymentListBranches(filter) === 0) return [];
  const ids = await readNewestIds(connection, paymentListReading(filter));
  return (await findListedPayments(connection, ids)).map((row) => ({ ...row, mark: row.payment }));
}

async function listPaymentsOfAccount(
  connection: Connection,
  filter: PaymentsOfAccount,
): Promise<PaymentInList[]> {
  const newest = await readPaymentsOfAccount(connection, filter);
  const rows = await findListedPayments(
    connection,
    newest.map(({ paymentId }) => paymentId),
  );
  const byId = new Map(rows.map((row) => [row.payment.id, row]));
  return newest.flatMap(({ paymentId, mark }) => {
    const row = byId.get(paymentId);
    return row === undefined ? [] : [{ ...row, mark }];
  });
}

/** Those that there are, in the order of the ids. */
export async function findListedPayments(
  connection: Connection,
  ids: readonly string[],
): Promise<ListedPayment[]> {
  if (ids.length === 0) return [];
  const rows = await selectListed(connection, ids);
  return inOrderOf(ids, rows, ({ payment }) => payment.id);
}

export function selectListed(connection: Connection, ids: readonly string[]) {
  return connection
    .select({ payment: payments, attempt: attempts, appName: apps.name })
    .from(payments, { forceIndex: "PRIMARY" })
    .innerJoin(attempts, eq(attempts.id, payments.currentAttemptId), { forceIndex: "PRIMARY" })
    .leftJoin(apps, eq(apps.id, payments.appId), { forceIndex: "PRIMARY" })
    .where(inArray(payments.id, [...ids]));
}

import type { Connection } from "../connection.ts";
import { and, eq, sql } from "../drizzle.ts";
import { prepareSelect } from "../statements/prepare-select.ts";
import { attempts, payments, refunds } from "../tables/index.ts";
import type { PaymentView } from "./payments.ts";
import type { RefundRow } from "./refunds.ts";

const selectAttempts = prepareSelect((builder) =>
  builder
    .select({ payment: payments, attempt: attempts })
    .from(attempts)
    .innerJoin(payments, eq(payments.id, attempts.paymentId))
    .where(and(sql`${attempts.id} IN (${sql.placeholder("ids")})`, eq(attempts.state, "succeeded"))),
);

/** Those of the attempts that have succeeded, in no order. */
export async function findSucceededAttempts(
  connection: Connection,
  ids: readonly string[],
): Promise<PaymentView[]> {
  return ids.length === 0 ? [] : selectAttempts(connection, { ids });
}

const selectRefunds = prepareSelect((builder) =>
  builder
    .select()
    .from(refunds)
    .where(and(sql`${refunds.id} IN (${sql.placeholder("ids")})`, eq(refunds.state, "succeeded"))),
);

/** Those of the refunds that have succeeded, in no order. */
export async function findSucceededRefunds(
  connection: Connection,
  ids: readonly string[],
): Promise<RefundRow[]> {
  return ids.length === 0 ? [] : selectRefunds(connection, { ids });
}

import { findPaymentByOrderNo, type PaymentPlan, type PaymentView } from "@compose-pay/database";
import { createUrlGuard } from "@compose-pay/webhooks";
import { createPayment, type PaymentCreation } from "../src/create-payment.ts";
import { createPaymentWriter, type PaymentWriter } from "../src/payment-writer.ts";
import type { SetUpFixture } from "./set-up-fixture.ts";

const appId = "app_test";
const accountId = "acc_test";

export const plan: PaymentPlan = {
  method: "mock",
  enabled: true,
  minAmount: 1,
  maxAmount: 100_000,
  dailyAmount: null,
  feeTerms: { rateBps: 60, fixed: 0, min: 0, max: null, rounding: "half_up", returnedOnRefund: true },
  accounts: [{ id: accountId, channel: "mock", minAmount: null, maxAmount: null }],
};

/** Public addresses, and the ordinary port of https. */
export const urlGuard = createUrlGuard({ allowedRanges: [], allowedPorts: [{ from: 443, to: 443 }] });

export function testWriter({ deps }: SetUpFixture): PaymentWriter {
  return createPaymentWriter({
    database: deps.database,
    mostWaiting: 1_000,
    mostInBatch: 64,
    mostBatchesAtOnce: 2,
  });
}

/** Asks for a payment the way ingress does. */
export async function askFor(
  { deps }: SetUpFixture,
  writer: PaymentWriter,
  wish: {
    readonly orderNo: string;
    readonly amount?: number;
    readonly plan?: PaymentPlan | null;
    readonly isCircuitOpen?: boolean;
  },
): Promise<PaymentCreation> {
  return createPayment(
    { ...deps, writer, urlGuard, isCircuitOpen: () => wish.isCircuitOpen ?? false },
    {
      appId,
      live: false,
      plan: wish.plan === undefined ? plan : wish.plan,
      traceId: "trace",
      parameters: {
        order_no: wish.orderNo,
        amount: wish.amount ?? 100,
        currency: "CNY",
        method: "mock",
        subject: "Tea",
        description: null,
        client_ip: null,
        payer: null,
        notify_url: null,
        return_url: null,
        expires_in: 1_800,
        metadata: {},
      },
    },
  );
}

/** A stored payment whose attempt is `created`. */
export async function storedPayment(fixture: SetUpFixture, orderNo: string): Promise<PaymentView> {
  const creation = await askFor(fixture, testWriter(fixture), { orderNo });
  if (creation.kind !== "created") throw new Error(`the payment was ${creation.kind}`);
  return creation.view;
}

export async function reread({ deps }: SetUpFixture, orderNo: string): Promise<PaymentView> {
  const view = await findPaymentByOrderNo(deps.database.connection, appId, orderNo);
  if (view === null) throw new Error(`there is no payment ${orderNo}`);
  return view;
}

/** How many rows of a table a condition holds for. */
export async function count({ deps }: SetUpFixture, table: string, where = "1 = 1"): Promise<number> {
  const [rows] = await deps.database.pool.query({
    sql: `SELECT COUNT(*) FROM ${table} WHERE ${where}`,
    rowsAsArray: true,
  });
  // because COUNT(*) answers one row of one number
  return Number((rows as readonly (readonly unknown[])[])[0]?.[0]);
}

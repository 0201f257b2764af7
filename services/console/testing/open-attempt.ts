import { createPayment, createPaymentWriter } from "@compose-pay/application";
import { type Database, updateAttempt } from "@compose-pay/database";
import { createUrlGuard } from "@compose-pay/webhooks";

/** An attempt that may still succeed, so that its channel can be asked about it. @returns its id */
export async function storeOpenAttempt(database: Database, at: Date): Promise<string> {
  const account = { id: "acc_mock", channel: "mock", minAmount: null, maxAmount: null } as const;
  const feeTerms = {
    rateBps: 60,
    fixed: 0,
    min: 0,
    max: null,
    rounding: "half_up",
    returnedOnRefund: true,
  } as const;
  const limits = { minAmount: 1, maxAmount: 100_000, dailyAmount: null };
  const writer = createPaymentWriter({ database, mostWaiting: 10, mostInBatch: 1, mostBatchesAtOnce: 1 });
  const urlGuard = createUrlGuard({ allowedRanges: [], allowedPorts: [] });
  const created = await createPayment(
    { database, clock: { now: () => at }, writer, urlGuard, isCircuitOpen: () => false },
    {
      appId: "app_test",
      live: false,
      plan: { method: "mock", enabled: true, ...limits, feeTerms, accounts: [account] },
      traceId: "trace",
      parameters: {
        order_no: "A1",
        amount: 100,
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
  if (created.kind !== "created") throw new Error(created.kind);
  const { attempt } = created.view;
  await updateAttempt(database.connection, attempt, { state: "submitted" });
  return attempt.id;
}

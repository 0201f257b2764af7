import { putChannelAccount } from "@compose-pay/application";
import { insertRefunds, type RefundRow } from "@compose-pay/database";
import { newId, systemClock } from "@compose-pay/runtime";
import type { ConsoleStage } from "./console-stage.ts";
import { countRows, storePayment, type StoredWish } from "./stored-payments.ts";

type AccountPut = Parameters<typeof putChannelAccount>[1]["account"];

/** @returns its id */
export async function addAccount(
  { database, secretBox }: Pick<ConsoleStage, "database" | "secretBox">,
  account: AccountPut,
): Promise<string> {
  const put = await putChannelAccount(
    { database, secretBox, clock: systemClock, newId, allowedChannelHosts: ["127.0.0.1"] },
    { account, enabled: true },
  );
  if (put.kind !== "created") throw new Error(put.kind);
  return put.account.id;
}

/** A refund whose money the channel holds, of all of a payment of 5000 fen; of `mock` it is back once it is settled. */
export async function storeAbnormalRefund(
  stage: Pick<ConsoleStage, "database" | "secretBox">,
  wish: StoredWish & { readonly accountId: string; readonly amount?: number },
): Promise<RefundRow> {
  const { accountId, amount = 5_000 } = wish;
  const { payment, attempt } = await storePayment(stage, {
    ...wish,
    payment: { metadata: { mock_refund: "abnormal" }, amountRefunded: amount, ...wish.payment },
    attempt: { channelAccountId: accountId, ...wish.attempt },
  });
  const id = newId("rfd");
  const { appId, method, live, currency, createdAt, traceId } = payment;
  const row: RefundRow = {
    id,
    paymentId: payment.id,
    attemptId: attempt.id,
    appId,
    refundNo: id,
    parametersSha256: "0".repeat(64),
    live,
    kind: "merchant",
    automaticFor: null,
    method,
    channel: attempt.channel,
    channelAccountId: accountId,
    amount,
    currency,
    state: "abnormal",
    reason: "cold tea",
    metadata: {},
    notifyUrl: null,
    channelRefundNo: `50${id.slice(4)}`,
    failure: null,
    feeReturned: 0,
    triesMade: 1,
    dueAt: new Date("2099-01-01T00:00:00Z"),
    settledAt: null,
    succeededAt: null,
    createdAt,
    traceId,
  };
  await insertRefunds(stage.database.connection, [row]);
  return row;
}

/** How often the channel was called for the refund. */
export function channelCallsOf(
  stage: Pick<ConsoleStage, "database" | "secretBox">,
  { id }: Pick<RefundRow, "id">,
): Promise<number> {
  return countRows(stage, "channel_calls", `refund_id = '${id}'`);
}

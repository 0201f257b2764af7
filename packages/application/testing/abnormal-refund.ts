import type { AbnormalRefundPayout, Answer, Channel, RefundProgress } from "@compose-pay/channels";
import { findRefundRequest, type RefundRequestRow, type RefundView } from "@compose-pay/database";
import { createChannelDirectory } from "../src/channel-directory.ts";
import { putChannelAccount } from "../src/put-channel-account.ts";
import { approveSettlement, type SettlementApproval } from "../src/refund-requests/approve-settlement.ts";
import type { CardPayout } from "../src/refund-requests/payout-digest.ts";
import { requestSettlement, type SettlementRequested } from "../src/refund-requests/request-settlement.ts";
import { count } from "./payment-fixture.ts";
import { paidPayment, recordOf, rereadRefund, storedRefund } from "./refund-fixture.ts";
import type { SetUpFixture } from "./set-up-fixture.ts";

const failure = { code: "channel_refused", message: "held", channelCode: "HELD", channelMessage: null };

/** A refund of a payment of 500 whose money the channel holds. */
export async function abnormalRefund(
  fixture: SetUpFixture,
  orderNo: string,
  amount = 400,
): Promise<RefundView> {
  const { payment } = await paidPayment(fixture, orderNo);
  await fixture.deps.database.pool.query(
    `UPDATE payments SET metadata = '{"mock_refund":"abnormal"}' WHERE id = '${payment.id}'`,
  );
  const view = await storedRefund(fixture, { payment_id: payment.id, refund_no: orderNo, amount });
  const channelRefundNo = `mock_${view.refund.id}`;
  await recordOf(fixture, view, { type: "abnormal", channelRefundNo, failure });
  return rereadRefund(fixture, view.refund.id);
}

/** How often the channel was called for the refund. */
export function callsOf(fixture: SetUpFixture, { refund }: RefundView): Promise<number> {
  return count(fixture, "channel_calls", `refund_id = '${refund.id}'`);
}

type Settled = Answer<RefundProgress>;

export const card: CardPayout = {
  to: "customer_card",
  bankType: "ICBC_DEBIT",
  bankAccount: "6222020200112233",
  realName: "Wang Fang",
};
export const otherCard: CardPayout = { ...card, bankAccount: "6222020200112244" };

/** Two people who say where money goes, with a limit of 300, and the mock channel for every account. */
export interface SettleStage {
  /** By `opr_one`, unless somebody else is named. */
  ask(of: RefundView, payout?: AbnormalRefundPayout, operatorId?: string): Promise<SettlementRequested>;
  /** A refund of 400 whose money waits for a second person. */
  waiting(orderNo: string, operatorId?: string): Promise<{ readonly view: RefundView; readonly id: string }>;
  /** By `opr_two`, unless somebody else is named. */
  approve(id: string, operatorId?: string, payout?: CardPayout): Promise<SettlementApproval>;
  requestOf(id: string): Promise<RefundRequestRow>;
  /** What a test wants to become of the channel's answers from now on; without it they are its own. */
  answerBy(change: Change | null): void;
  close(): Promise<void>;
}

type Change = (answer: Settled) => Settled | Promise<Settled>;

export async function openSettleStage(fixture: SetUpFixture): Promise<SettleStage> {
  let change: Change | null = null;
  const channels = await openChannels(fixture, () => change);
  const deps = { ...fixture.deps, directory: channels, approvalFromFen: 300 };
  const ask: SettleStage["ask"] = ({ refund }, payout = card, operatorId = "opr_one") =>
    requestSettlement(deps, { refundId: refund.id, payout, operatorId, traceId: "trace" });
  return {
    ask,
    waiting: async (orderNo, operatorId) => {
      const view = await abnormalRefund(fixture, orderNo);
      const asked = await ask(view, card, operatorId);
      if (asked.kind !== "waiting") throw new Error(asked.kind);
      return { view, id: asked.request.id };
    },
    approve: (id, operatorId = "opr_two", payout = card) =>
      approveSettlement(deps, { id, operatorId, payout, traceId: "trace" }),
    requestOf: async (id) => {
      const row = await findRefundRequest(fixture.deps.database.connection, id);
      if (row === null) throw new Error(`there is no request ${id}`);
      return row;
    },
    answerBy: (next) => {
      change = next;
    },
    close: () => channels.dispose(),
  };
}

async function openChannels({ deps }: SetUpFixture, changeNow: () => Change | null) {
  const account = { channel: "mock", name: "mock", live: false, baseUrl: null, credentials: {} } as const;
  const put = await putChannelAccount(deps, { account, enabled: true });
  if (put.kind !== "created") throw new Error(put.kind);
  const directory = createChannelDirectory(deps);
  const spoiltBy = (channel: Channel): Channel => ({
    ...channel,
    settleAbnormalRefund: async (order) => {
      const answer = await channel.settleAbnormalRefund(order);
      return changeNow()?.(answer) ?? answer;
    },
  });
  return {
    find: async () => {
      const open = await directory.find(put.account.id);
      return open === null ? null : { ...open, channel: spoiltBy(open.channel) };
    },
    dispose: () => directory.dispose(),
  };
}

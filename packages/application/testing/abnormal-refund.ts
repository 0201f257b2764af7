import type { Answer, Channel, RefundProgress } from "@compose-pay/channels";
import type { RefundView } from "@compose-pay/database";
import { createChannelDirectory } from "../src/channel-directory.ts";
import { putChannelAccount } from "../src/put-channel-account.ts";
import type { SettleDeps } from "../src/settle-refund.ts";
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

/** The mock channel for every account, and what a test wants to become of its answers. */
export interface SettleStage {
  readonly deps: SettleDeps;
  /** From now on; without one the answers are the channel's own. */
  answerBy(change: ((answer: Settled) => Settled | Promise<Settled>) | null): void;
  close(): Promise<void>;
}

export async function openSettleStage({ deps }: SetUpFixture): Promise<SettleStage> {
  const account = { channel: "mock", name: "mock", live: false, baseUrl: null, credentials: {} } as const;
  const put = await putChannelAccount(deps, { account, enabled: true });
  if (put.kind !== "created") throw new Error(put.kind);
  const directory = createChannelDirectory(deps);
  let change: ((answer: Settled) => Settled | Promise<Settled>) | null = null;
  const spoiltBy = (channel: Channel): Channel => ({
    ...channel,
    settleAbnormalRefund: async (order) => {
      const answer = await channel.settleAbnormalRefund(order);
      return change === null ? answer : change(answer);
    },
  });
  return {
    deps: {
      ...deps,
      directory: {
        find: async () => {
          const open = await directory.find(put.account.id);
          return open === null ? null : { ...open, channel: spoiltBy(open.channel) };
        },
      },
    },
    answerBy: (next) => {
      change = next;
    },
    close: () => directory.dispose(),
  };
}

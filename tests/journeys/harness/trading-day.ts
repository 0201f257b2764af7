import type { Payment } from "@compose-pay/contracts";
import { waitFor } from "@compose-pay/test-support";
import type { Payment as HowPaid, RealChannel } from "./customer.ts";
import { paymentOf } from "./merchant.ts";
import { refundingOf } from "./refunding.ts";
import type { Stage } from "./stage.ts";
import { untilStatus } from "./until-status.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What happens on a day of the sandbox's clock. Amounts in fen; each resolves when it has ended here. */
export interface TradingDay {
  /** A payment that its customer pays and that we know of. */
  paid(channel: RealChannel, fields: Fields, how?: HowPaid): Promise<Payment>;
  /** A payment that is paid there, of which we do not know for as long as nobody asks. */
  paidUnheard(channel: RealChannel, fields: Fields): Promise<Payment>;
  /** A refund of a payment; answers its id. */
  refunded(payment: Payment, amount: number): Promise<string>;
  /** A refund of 50 that WeChat Pay closes. */
  refundFailed(payment: Payment): Promise<void>;
  /** A payment that nobody pays. */
  closed(channel: RealChannel): Promise<Payment>;
  /** A payment at the till that is paid while it is cancelled, so that the channel gives its money back. */
  givenBack(channel: RealChannel, amount: number): Promise<Payment>;
}

const methods = { wechat: "wechat_native", alipay: "alipay_qr" } as const;
/** Codes whose customer is asked for the PIN. */
const tills = {
  wechat: { method: "wechat_codepay", payer: { auth_code: "130000000000000002" } },
  alipay: { method: "alipay_barcode", payer: { auth_code: "281234567890129003" } },
} as const;

export function tradingDayOf(stage: Pick<Stage, "merchant" | "customer" | "books">): TradingDay {
  const { merchant, customer, books } = stage;
  const refunding = refundingOf(stage);
  return {
    paid: async (channel, fields, how = {}) => {
      const made = await merchant.mustCreate({ method: methods[channel], ...fields });
      await customer.pay(channel, made.attempt.id, how);
      return untilStatus(merchant, made.id, "succeeded", 40_000);
    },
    paidUnheard: async (channel, fields) => {
      const made = await merchant.mustCreate({ method: methods[channel], ...fields });
      const later = "UPDATE attempts SET due_at = due_at + INTERVAL 1 DAY WHERE id = ?";
      await books.change(later, [made.attempt.id]);
      await customer.pay(channel, made.attempt.id, { notify: "none" });
      return made;
    },
    refunded: async ({ id }, amount) => {
      const asked = await refunding.mustRefund({ payment_id: id, amount });
      await refunding.until(asked.id, "succeeded", 40_000);
      return asked.id;
    },
    refundFailed: async ({ id }) => {
      await customer.setRefundDelay("wechat", 3_600_000);
      const asked = await refunding.mustRefund({ payment_id: id, amount: 50 });
      await customer.endRefund("wechat", asked.id, "closed");
      await refunding.until(asked.id, "failed", 40_000);
      await customer.setRefundDelay("wechat", 500);
    },
    closed: async (channel) => {
      const { id } = await merchant.mustCreate({ method: methods[channel] });
      return paymentOf(await merchant.close(id), [200]);
    },
    givenBack: async (channel, amount) => {
      const made = await merchant.mustCreate({ ...tills[channel], amount });
      await customer.setFaults([{ channel, operation: "close", fault: "delay", delay_ms: 5_000, times: 1 }]);
      const closing = merchant.close(made.id);
      await waitFor(async () => (await customer.faultsLeft()) === 0, { deadlineMs: 20_000, everyMs: 20 });
      await customer.pay(channel, made.attempt.id, { notify: "none" });
      await closing;
      return untilStatus(merchant, made.id, "closed", 40_000);
    },
  };
}

import type { ResolutionPreviewView } from "@compose-pay/contracts";
import { defineWords } from "../shell/words.ts";

type Resolution = ResolutionPreviewView["resolution"];
type Refusal = NonNullable<ResolutionPreviewView["refusal"]>;

/** In the order in which they are offered. */
export const offeredResolutions: readonly Resolution[] = [
  "accept_channel",
  "accept_local",
  "refund",
  "ignore",
];

export const resolutionWords = defineWords<Readonly<Record<Resolution | "by_itself", string>>>(
  {
    accept_channel: "以渠道为准",
    accept_local: "以本地为准",
    refund: "退款给付款人",
    ignore: "忽略（已知，无需处理）",
    by_itself: "自动平账",
  },
  {
    accept_channel: "The channel is right",
    accept_local: "We are right",
    refund: "Refund the customer",
    ignore: "Known, nothing is to be done",
    by_itself: "Put right by itself",
  },
);

/** Why a resolution is refused; the API says more in English. */
export const refusalWords = defineWords<Readonly<Record<Refusal, string>>>(
  {
    nothing_of_ours: "该单号不是本系统的单据，无法在此退款或更正；请在渠道商户平台退款。",
    not_succeeded: "该支付在本地尚未成功：请先选择“以渠道为准”查询渠道，成功后才能退款。",
    no_money_to_return: "该差错与付款人的资金无关，没有可退的款项。",
    amount_unclear: "双方金额不一致，渠道会拒绝总额不同的退款；请在渠道商户平台处理。",
    money_not_there: "资金已不在渠道，无法退款。",
    another_account: "资金在另一个通道商户号下，请在该账户的商户平台处理。",
    already_returned: "该款项已退回。",
    refund_under_way: "该款项的退款正在处理中。",
    refund_abnormal: "退款异常，渠道等待指定退款去向：请在退款页处理异常退款或重试。",
    exceeds_balance: "该支付的可退余额不足：商户已退过一部分。",
    nothing_to_take_over: "账单中该单号重复：请向渠道确认有效的一行，上传更正后的账单并重新对账。",
    number_taken: "渠道单号已属于另一笔支付：请向渠道确认归属。",
  },
  {
    nothing_of_ours: "Nothing of ours has that number; give the money back in the channel's own console.",
    not_succeeded: "The payment does not have the money here yet: have the channel asked first.",
    no_money_to_return: "It is not about a customer's money that could go back.",
    amount_unclear: "The two sides name different sums; settle it in the channel's own console.",
    money_not_there: "The channel does not hold that money any more.",
    another_account: "The money is at another account; settle it in that account's own console.",
    already_returned: "That money went back already.",
    refund_under_way: "A refund of that money is on its way.",
    refund_abnormal: "The channel waits to be told where the money of the refund goes.",
    exceeds_balance: "Not so much of the payment is left: some of it was refunded already.",
    nothing_to_take_over:
      "The bill has the number more than once; load a corrected bill and run the day again.",
    number_taken: "Another payment of ours has the channel's number.",
  },
);

import type { DiscrepancyView } from "@compose-pay/contracts";
import { defineWords } from "../shell/words.ts";

type Advice = Readonly<Partial<Record<DiscrepancyView["type"], string>>>;

interface AdviceOf {
  readonly accept_channel: Advice;
  readonly accept_local: Advice;
}

const correctTheBill = "请渠道更正账单，上传后重新对账。";
const correctTheBillEnglish = "Have the channel correct its bill, load it and run the day again.";

/** What is left to people outside this product; the API says the same in English, and says whether anything is. */
export const adviceWords = defineWords<AdviceOf>(
  {
    accept_channel: {
      missing_here: "渠道上不属于本系统的单据，应记入其他账簿。",
      amount_differs: "本地账簿保留本地金额：请在渠道商户平台与付款人结清差额。",
      fee_differs: "商户的手续费仍按合同，仅账簿改用渠道手续费。",
      funds_differ: "请在渠道商户平台查明这笔资金变动，并记入其他账簿。",
      money_returned: "该支付在本地仍为成功：请告知商户款项已退回付款人，并与其结清。",
      refund_ended_before: "该退款在本地仍为失败，其余额仍可退：请确保不再重复退款，并与商户结清。",
      trade_no_taken: "在另一笔支付占用该单号期间，生命周期仍会拒绝。",
    },
    accept_local: {
      status_differs: correctTheBill,
      missing_here: "不属于本系统的款项，请在渠道商户平台退给付款人。",
      missing_there: correctTheBill,
      amount_differs: correctTheBill,
      fee_differs: "请向渠道追索手续费差额。",
      duplicate: correctTheBill,
      funds_differ: correctTheBill,
      account_differs: "请到该账号的商户平台查看付款人的资金是否在那里。",
      money_returned: "请向渠道追索该款项。",
      paid_twice: "两笔支付均保留：请与付款人结清第二笔。",
      unconfirmed: "请在渠道商户平台查看该单号下是否有付款人的资金。",
      refund_ended_before: "请向渠道追索该款项。",
      trade_no_taken: "请向渠道确认该支付的归属。",
    },
  },
  {
    accept_channel: {
      missing_here:
        "What is at the channel under a number that is not ours belongs into other books than these.",
      amount_differs: "Our books keep our amount: settle the difference in the channel's console.",
      fee_differs: "The merchant's fee stays as the contract had it; only the books take the channel's.",
      funds_differ: "Find the movement in the channel's console, and book it elsewhere.",
      money_returned: "The payment stays succeeded here: tell its merchant, and settle with them.",
      refund_ended_before: "The refund stays failed here: see that nobody refunds it again, and settle it.",
      trade_no_taken: "As long as the other payment has the number, the life cycle refuses it again.",
    },
    accept_local: {
      status_differs: correctTheBillEnglish,
      missing_here: "Money that is not ours goes back to its customer in the channel's console.",
      missing_there: correctTheBillEnglish,
      amount_differs: correctTheBillEnglish,
      fee_differs: "Claim the difference from the channel.",
      duplicate: correctTheBillEnglish,
      funds_differ: correctTheBillEnglish,
      account_differs: "See in the account that was named whether a customer's money is there.",
      money_returned: "Claim the money from the channel.",
      paid_twice: "Both payments are kept: settle the second one with the customer.",
      unconfirmed: "See in the channel's console whether it has a customer's money under that number.",
      refund_ended_before: "Claim the money from the channel.",
      trade_no_taken: "Ask the channel whose payment it is.",
    },
  },
);

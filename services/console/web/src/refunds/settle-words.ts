import type { RefundSettled } from "@compose-pay/contracts";
import { defineWords } from "../shell/words.ts";

type NotTaken = Readonly<Record<NonNullable<RefundSettled["not_taken"]>, string>>;

const notTakenChinese: NotTaken = {
  throttled: "渠道限流，没有受理，请稍后再试",
  misconfigured: "通道商户号配置有误，渠道没有受理，请检查配置后再试",
  still_abnormal: "渠道没有受理，退款仍为异常，请再试一次或换一个去向",
};

const notTakenEnglish: NotTaken = {
  throttled: "Nothing was done: the channel takes no calls for now. Try again later",
  misconfigured: "Nothing was done: the channel account cannot make this call. Check its configuration",
  still_abnormal: "Nothing was done: the channel says that the refund is abnormal as before",
};

/** Where the money of abnormal refunds goes. */
export const settleWords = defineWords(
  {
    settle: "处理异常退款",
    settleWhat: "渠道暂存了这笔钱，需要告诉渠道退到哪里。",
    toMerchant: "退到商户在渠道的账户",
    toCard: "退到用户的银行卡",
    bank: "开户银行（渠道代码，如 ICBC_DEBIT）",
    cardNumber: "银行卡号",
    realName: "开户姓名",
    cardNote: "银行卡信息只加密发送给渠道，不会保存，也不会进入操作日志。",
    needsSecond:
      "达到复核额度：提交后需另一位有权限的同事重新输入同一张银行卡，一致才会付款。系统只保留开户银行和卡号后四位。",
    waiting: "已提交，等待另一位同事复核",
    settled: "渠道已受理",
    unanswered: "渠道没有明确答复，系统正在查询，请稍后刷新",
    notTaken: notTakenChinese,
    approve: "复核付款",
    approveWhat: "请向申请人以外的来源核实后，重新输入收款银行卡。与申请完全一致才会付款，且无法撤回。",
    triesNote: "输错次数过多，申请将失效。",
  },
  {
    settle: "Settle",
    settleWhat: "The channel holds the money and has to be told where it goes.",
    toMerchant: "To the merchant's account at the channel",
    toCard: "To a card of the customer",
    bank: "Bank in the channel's word, such as ICBC_DEBIT",
    cardNumber: "Card number",
    realName: "Card holder",
    cardNote: "The card is sent to the channel encrypted, and is kept nowhere, not even in the audit.",
    needsSecond:
      "The limit is reached: a second person has to enter the same card before it is paid. Only its bank and last four digits are kept.",
    waiting: "Asked for; a second person has to agree",
    settled: "The channel has taken it",
    unanswered: "The channel did not answer clearly; it is being asked, look again in a moment",
    notTaken: notTakenEnglish,
    approve: "Approve the payout",
    approveWhat:
      "Check the card with somebody else than who asked, and enter it again. It is paid only if it is the same to the letter, and cannot be fetched back.",
    triesNote: "After a few wrong entries the request lapses.",
  },
);

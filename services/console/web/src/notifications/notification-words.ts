import { defineWords } from "../shell/words.ts";
import { fieldWords } from "../show/field-words.ts";

const chinese = fieldWords["zh-CN"];
const { en: english } = fieldWords;

export const notificationWords = defineWords(
  {
    notification: "渠道通知",
    received: "收到时间",
    account: "通道商户号",
    accountId: "通道商户号 ID",
    paymentId: "支付单 ID",
    channel: "渠道",
    channels: chinese.channel,
    verdict: "处理结果",
    verdicts: {
      received: "待处理",
      applied: "已生效",
      unchanged: "无变化",
      refused: "已拒绝",
      ignored: "已忽略",
    },
    reason: "原因",
    times: "收到次数",
    channelId: "渠道通知编号",
    attempt: "支付尝试",
    refund: "退款单",
    trace: chinese.traceId,
    processed: "处理时间",
    headers: "请求头",
    body: "通知内容",
    masked: "付款人信息已隐藏。",
    process: "重新处理",
    processQuestion: "以收到时的原文和当前密钥重新验签并处理；已生效的通知不会重复生效。",
    asked: "已提交重新处理",
  },
  {
    notification: "Channel notification",
    received: "Received",
    account: "Account",
    accountId: "Account id",
    paymentId: "Payment id",
    channel: "Channel",
    channels: english.channel,
    verdict: "Verdict",
    verdicts: {
      received: "waits",
      applied: "applied",
      unchanged: "changed nothing",
      refused: "refused",
      ignored: "ignored",
    },
    reason: "Reason",
    times: "Times received",
    channelId: "Channel's id of it",
    attempt: "Attempt",
    refund: "Refund",
    trace: english.traceId,
    processed: "Processed",
    headers: "Headers",
    body: "Body",
    masked: "What would name the customer is hidden.",
    process: "Process again",
    processQuestion:
      "Verifies and processes it again as it was posted, with the keys of today. One that was applied changes nothing.",
    asked: "It is processed again",
  },
);

import type { TimelineEntry } from "@compose-pay/contracts";
import { defineWords } from "../shell/words.ts";

type Kind = TimelineEntry["kind"];

export interface TimelineWords {
  readonly kind: Readonly<Record<Kind, string>>;
  /** The words of calls, outcomes, verdicts, causes and the like; what is not here is shown as it is. */
  readonly word: Readonly<Record<string, string>>;
  readonly line: {
    readonly request: (orderNo: string, amount: string, method: string) => string;
    readonly attempt: (method: string, account: string) => string;
    readonly refund: (number: string, amount: string, reason: string) => string;
    readonly discrepancy: (type: string, state: string) => string;
    readonly call: (operation: string, outcome: string, ms: string) => string;
    readonly notification: (verdict: string, times: string) => string;
    readonly state: (of: string, from: string, to: string, cause: string) => string;
    readonly event: (type: string, sequence: string) => string;
    readonly delivery: (type: string, number: string, answer: string, ms: string) => string;
  };
  readonly noAnswer: string;
}

const chinese: TimelineWords = {
  kind: {
    request: "商户下单",
    attempt: "支付尝试",
    refund: "退款",
    call: "调用渠道",
    notification: "渠道通知",
    state: "状态变更",
    discrepancy: "差错",
    event: "事件",
    delivery: "通知商户",
  },
  word: {
    create: "下单",
    query: "查询",
    close: "关单",
    cancel: "撤销",
    refund: "退款",
    query_refund: "查询退款",
    ok: "成功",
    declined: "渠道拒绝",
    unknown: "结果未知",
    failed: "失败",
    received: "待处理",
    applied: "已生效",
    unchanged: "无变化",
    refused: "已拒绝",
    ignored: "已忽略",
    notification: "渠道通知",
    operator: "人工操作",
    sweep: "定时处理",
    payment: "支付单",
    attempt: "尝试",
    created: "未发送",
    submitted: "结果未知",
    pending: "待支付",
    processing: "处理中",
    requires_action: "待支付",
    succeeded: "成功",
    closed: "已关闭",
    abnormal: "异常",
    open: "待处理",
    resolved: "已解决",
    timeout: "超时",
    duplicate: "重复支付自动退款",
    returned: "渠道已退回",
  },
  line: {
    request: (orderNo, amount, method) => `${orderNo}，¥${amount}，${method}`,
    attempt: (method, account) => `${method}，通道商户号 ${account}`,
    refund: (number, amount, reason) => `${number}，¥${amount}${reason === "" ? "" : `，${reason}`}`,
    discrepancy: (type, state) => `${type}（${state}）`,
    call: (operation, outcome, ms) => `${operation}：${outcome}，${ms} 毫秒`,
    notification: (verdict, times) => (times === "1" ? verdict : `${verdict}，共收到 ${times} 次`),
    state: (of, from, to, cause) => `${of}：${from} → ${to}（${cause}）`,
    event: (type, sequence) => `${type}（第 ${sequence} 个）`,
    delivery: (type, number, answer, ms) => `${type} 第 ${number} 次：${answer}，${ms} 毫秒`,
  },
  noAnswer: "无应答",
};

const english: TimelineWords = {
  kind: {
    request: "Merchant's request",
    attempt: "Attempt",
    refund: "Refund",
    call: "Call to the channel",
    notification: "Channel notification",
    state: "State",
    discrepancy: "Discrepancy",
    event: "Event",
    delivery: "Delivery",
  },
  word: {},
  line: {
    request: (orderNo, amount, method) => `${orderNo}, ¥${amount}, ${method}`,
    attempt: (method, account) => `${method} on ${account}`,
    refund: (number, amount, reason) => `${number}, ¥${amount}${reason === "" ? "" : `, ${reason}`}`,
    discrepancy: (type, state) => `${type} (${state})`,
    call: (operation, outcome, ms) => `${operation}: ${outcome}, ${ms} ms`,
    notification: (verdict, times) => (times === "1" ? verdict : `${verdict}, came ${times} times`),
    state: (of, from, to, cause) => `${of}: ${from} → ${to} (${cause})`,
    event: (type, sequence) => `${type}, number ${sequence}`,
    delivery: (type, number, answer, ms) => `${type}, try ${number}: ${answer}, ${ms} ms`,
  },
  noAnswer: "no answer",
};

export const timelineWords = defineWords<TimelineWords>(chinese, english);

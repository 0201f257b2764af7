import type { TimelineEntry } from "@compose-pay/contracts";
import { defineWords } from "../shell/words.ts";

type Kind = TimelineEntry["kind"];

export interface TimelineWords {
  readonly kind: Readonly<Record<Kind, string>>;
  readonly line: {
    readonly request: (orderNo: string, amount: string, method: string) => string;
    readonly attempt: (method: string, account: string) => string;
    readonly refund: (number: string, amount: string, reason: string) => string;
    readonly discrepancy: (type: string, state: string) => string;
    readonly call: (operation: string, outcome: string, span: string) => string;
    readonly notification: (verdict: string, times: string) => string;
    readonly state: (of: string, from: string, to: string, cause: string) => string;
    readonly event: (type: string, sequence: string) => string;
    readonly delivery: (type: string, number: string, answer: string, span: string) => string;
  };
  /** What was told beside a word. */
  readonly beside: (word: string, told: string) => string;
  readonly noAnswer: string;
  readonly group: {
    readonly order: string;
    readonly attempt: (number: number, method: string, account: string) => string;
    readonly refund: (number: string, amount: string) => string;
    readonly merchant: string;
    readonly continued: string;
  };
  readonly folded: (line: string, times: number) => string;
  readonly lastAt: string;
  /** What is left out at the beginning. */
  readonly cutOff: Readonly<Record<string, string>>;
  /** The way to the page of an entry, where it has one. */
  readonly open: Readonly<Partial<Record<Kind, string>>>;
  readonly yes: string;
  readonly no: string;
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
  line: {
    request: (orderNo, amount, method) => `${orderNo}，¥${amount}，${method}`,
    attempt: (method, account) => `${method}，通道商户号 ${account}`,
    refund: (number, amount, reason) => `${number}，¥${amount}${reason === "" ? "" : `，${reason}`}`,
    discrepancy: (type, state) => `${type}（${state}）`,
    call: (operation, outcome, span) => `${operation}：${outcome}，${span}`,
    notification: (verdict, times) => (times === "1" ? verdict : `${verdict}，共收到 ${times} 次`),
    state: (of, from, to, cause) => `${of}：${from} → ${to}（${cause}）`,
    event: (type, sequence) => `${type}（第 ${sequence} 个）`,
    delivery: (type, number, answer, span) => `${type} 第 ${number} 次：${answer}，${span}`,
  },
  beside: (word, told) => `${word}（${told}）`,
  noAnswer: "无应答",
  group: {
    order: "订单",
    attempt: (number, method, account) => `第 ${number} 次支付尝试 · ${method} · ${account}`,
    refund: (number, amount) => `退款 ${number} · ¥${amount}`,
    merchant: "通知商户",
    continued: "（续）",
  },
  folded: (line, times) => `${line}（连续 ${times} 次，结果相同）`,
  lastAt: "最后一次",
  cutOff: {
    calls: "渠道调用",
    notifications: "渠道通知",
    changes: "状态变更",
    discrepancies: "差错",
    events: "事件",
    deliveries: "投递",
    deliveryAttempts: "投递尝试",
  },
  open: {
    refund: "查看退款",
    notification: "查看通知",
    discrepancy: "查看差错",
    event: "查看事件",
    delivery: "查看投递",
  },
  yes: "是",
  no: "否",
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
  line: {
    request: (orderNo, amount, method) => `${orderNo}, ¥${amount}, ${method}`,
    attempt: (method, account) => `${method} on ${account}`,
    refund: (number, amount, reason) => `${number}, ¥${amount}${reason === "" ? "" : `, ${reason}`}`,
    discrepancy: (type, state) => `${type} (${state})`,
    call: (operation, outcome, span) => `${operation}: ${outcome}, ${span}`,
    notification: (verdict, times) => (times === "1" ? verdict : `${verdict}, came ${times} times`),
    state: (of, from, to, cause) => `${of}: ${from} → ${to} (${cause})`,
    event: (type, sequence) => `${type}, number ${sequence}`,
    delivery: (type, number, answer, span) => `${type}, try ${number}: ${answer}, ${span}`,
  },
  beside: (word, told) => `${word} (${told})`,
  noAnswer: "no answer",
  group: {
    order: "Order",
    attempt: (number, method, account) => `Attempt ${number} · ${method} · ${account}`,
    refund: (number, amount) => `Refund ${number} · ¥${amount}`,
    merchant: "To the merchant",
    continued: " (continued)",
  },
  folded: (line, times) => `${line} (${times} times in a row)`,
  lastAt: "last",
  cutOff: {
    calls: "calls to the channel",
    notifications: "channel notifications",
    changes: "changes of state",
    discrepancies: "discrepancies",
    events: "events",
    deliveries: "deliveries",
    deliveryAttempts: "attempts to deliver",
  },
  open: {
    refund: "Open refund",
    notification: "Open notification",
    discrepancy: "Open discrepancy",
    event: "Open event",
    delivery: "Open delivery",
  },
  yes: "yes",
  no: "no",
};

export const timelineWords = defineWords<TimelineWords>(chinese, english);

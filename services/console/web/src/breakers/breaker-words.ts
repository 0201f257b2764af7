import { defineWords } from "../shell/words.ts";
import { fieldWords } from "../show/field-words.ts";

const chinese = fieldWords["zh-CN"];
const { en: english } = fieldWords;

export const breakerWords = defineWords(
  {
    accounts: "通道商户号",
    channels: chinese.channel,
    modes: chinese.mode,
    notEnabled: "账户已停用",
    class: "操作类别",
    classes: { create: "下单", query: "查询与关单", refund: "退款", bill: "账单", all: "全部" },
    states: chinese.circuit,
    since: "开始于",
    until: "有效至",
    noEnd: "直到下一条指令",
    reason: "原因",
    order: "下达指令",
    orderQuestion:
      "指令在数秒内对所有进程生效，到期自动失效。熔断后新支付改走下一个账户，没有可用账户时返回 503；查询与退款会延后，不会丢失。",
    mode: "指令",
    orders: { open: "强制熔断", closed: "强制放行", auto: "恢复自动" },
    forHowLong: "持续时间",
    lasts: { m15: "15 分钟", h1: "1 小时", h4: "4 小时", h12: "12 小时", h24: "24 小时" },
    done: "指令已下达，数秒内生效",
    history: "指令记录",
  },
  {
    accounts: "Channel accounts",
    channels: english.channel,
    modes: english.mode,
    notEnabled: "account disabled",
    class: "Class of calls",
    classes: { create: "create", query: "query and close", refund: "refund", bill: "bill", all: "all" },
    states: english.circuit,
    since: "since",
    until: "until",
    noEnd: "until the next order",
    reason: "Reason",
    order: "Give an order",
    orderQuestion:
      "Every process obeys within a few seconds, and the order ends by itself. While a circuit is open, new payments go to the next account or are answered 503; queries and refunds wait and are not lost.",
    mode: "Order",
    orders: { open: "force open", closed: "force closed", auto: "decide by itself again" },
    forHowLong: "For",
    lasts: { m15: "15 minutes", h1: "1 hour", h4: "4 hours", h12: "12 hours", h24: "24 hours" },
    done: "Every process obeys within a few seconds",
    history: "What was ordered",
  },
);

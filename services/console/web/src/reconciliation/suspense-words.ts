import { defineWords } from "../shell/words.ts";

export const suspenseWords = defineWords(
  {
    title: "跨日挂起",
    about: "账簿有而当日账单没有的跨零点条目（或尚无申请日账单的退款），等待之后三天的账单确认。",
    account: "渠道账号",
    fromDay: "起始账期",
    toDay: "截止账期",
    day: "账期（北京时间）",
    kind: "类型",
    payment: "支付",
    refund: "退款",
    number: "单号",
    amount: "金额",
    since: "挂起时间",
    age: "已挂起",
    ageOf: (days: number, hours: number) => (days === 0 ? `${hours} 小时` : `${days} 天 ${hours} 小时`),
    fate: "后续处理",
    awaits: (days: string, type: string) => `等待 ${days} 的账单；若均未出现，转为差错“${type}”`,
    isOver: (type: string) => `之后三天均已核对，该账号下一批次若仍未找到，转为差错“${type}”`,
    run: "对账批次",
  },
  {
    title: "Suspended",
    about:
      "Entries around midnight that their day's bill does not have, and refunds whose day of asking has no bill yet: the bills of the next three days may have them.",
    account: "Channel account",
    fromDay: "From day",
    toDay: "To day",
    day: "Day (of China)",
    kind: "Kind",
    payment: "Payment",
    refund: "Refund",
    number: "Number",
    amount: "Amount",
    since: "Suspended",
    age: "For",
    ageOf: (days: number, hours: number) => (days === 0 ? `${hours} h` : `${days} d ${hours} h`),
    fate: "What happens next",
    awaits: (days: string, type: string) =>
      `waits for the bills of ${days}; if none has it, it is a discrepancy: ${type}`,
    isOver: (type: string) =>
      `the next three days are matched: if the account's next run does not find it, it is a discrepancy: ${type}`,
    run: "Run",
  },
);

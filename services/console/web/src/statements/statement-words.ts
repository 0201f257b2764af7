import { defineWords } from "../shell/words.ts";
import { fieldWords } from "../show/field-words.ts";

const chinese = fieldWords["zh-CN"];
const { en: english } = fieldWords;

export const statementWords = defineWords(
  {
    title: "结算单",
    app: "应用",
    appPlaceholder: "选择应用，或输入应用号 app_…",
    chooseApp: "请选择应用查看结算单。",
    mode: "环境",
    live: chinese.mode.live,
    test: chinese.mode.test,
    day: "账期（北京时间）",
    payments: "支付笔数",
    paymentAmount: "支付金额",
    refunds: "退款笔数",
    refundAmount: "退款金额",
    fees: "手续费",
    net: "净额",
    builtAt: "生成时间",
    download: "下载 CSV",
    build: "生成结算单",
    buildQuestion: "按当前账簿生成该账期的结算单；已有的会被替换。账期须已对平。",
    built: "已生成",
  },
  {
    title: "Statements",
    app: "App",
    appPlaceholder: "Choose an app, or write its id app_…",
    chooseApp: "Choose an app to see its statements.",
    mode: "Mode",
    live: english.mode.live,
    test: english.mode.test,
    day: "Day (of China)",
    payments: "Payments",
    paymentAmount: "Paid",
    refunds: "Refunds",
    refundAmount: "Refunded",
    fees: "Fees",
    net: "Net",
    builtAt: "Built",
    download: "Download the CSV",
    build: "Build a statement",
    buildQuestion:
      "Builds the day's statement from the books, in place of the one there may be. The day must be reconciled.",
    built: "It is built",
  },
);

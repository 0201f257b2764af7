import type { CircuitView, PaymentRowView } from "@compose-pay/contracts";
import { defineWords } from "../shell/words.ts";

interface FieldWords {
  readonly channel: Readonly<Record<PaymentRowView["channel"], string>>;
  readonly mode: { readonly live: string; readonly test: string };
  readonly circuit: Readonly<Record<CircuitView["state"], string>>;
  /** Also the request id of a call. */
  readonly traceId: string;
}

/** What more than one area speaks of, once: the words of areas are made of these. */
export const fieldWords = defineWords<FieldWords>(
  {
    channel: { wechat: "微信支付", alipay: "支付宝", mock: "模拟渠道" },
    mode: { live: "正式", test: "测试" },
    circuit: {
      closed: "正常",
      open: "熔断中",
      half_open: "半开（试探中）",
      forced_open: "人工熔断",
      forced_closed: "人工放行",
      unknown: "未知",
    },
    traceId: "链路追踪号",
  },
  {
    channel: { wechat: "WeChat Pay", alipay: "Alipay", mock: "Mock" },
    mode: { live: "Live", test: "Test" },
    circuit: {
      closed: "Closed",
      open: "Open",
      half_open: "Half open",
      forced_open: "Forced open",
      forced_closed: "Forced closed",
      unknown: "Unknown",
    },
    traceId: "Trace id",
  },
);

import { defineWords } from "../shell/words.ts";

/**
 * What journals, evidence and faults say in codes, in the words of people. What is not here, such as a channel's own code, is
 * shown as it is; in English a code is its own word.
 */
const chinese: Readonly<Record<string, string>> = {
  // What is done at a channel, and who or what has done it.
  create: "下单",
  query: "查询",
  close: "关单",
  cancel: "撤销",
  refund: "退款",
  query_refund: "查询退款",
  refund_query: "查询退款",
  certificates: "取证书",
  bill: "取账单",
  notification: "渠道通知",
  operator: "人工操作",
  sweep: "定时处理",
  closed_unsent: "未发送即关闭",
  schedule: "按计划",
  manual: "人工重投",
  replay: "补发",
  test: "测试",
  notify_url: "支付自带的通知地址",
  refund_notify_url: "退款自带的通知地址",
  // What it is about.
  payment: "支付单",
  attempt: "支付尝试",
  merchant: "商户退款",
  duplicate: "重复",
  returned: "渠道已退回",
  // States.
  created: "未发送",
  submitted: "结果未知",
  pending: "待支付",
  processing: "处理中",
  requires_action: "待支付",
  succeeded: "成功",
  paid: "已支付",
  waiting: "待支付",
  absent: "渠道无此单",
  closed: "已关闭",
  failed: "失败",
  abnormal: "异常",
  revoked: "已撤销",
  retrying: "重试中",
  exhausted: "已放弃",
  paused: "已暂停",
  open: "待处理",
  awaiting_approval: "待复核",
  resolved: "已处理",
  // How a call or a notification has ended.
  ok: "成功",
  declined: "渠道拒绝",
  unknown: "结果未知",
  throttled: "渠道限流",
  misconfigured: "账户配置有误",
  received: "待处理",
  applied: "已生效",
  unchanged: "无变化",
  refused: "已拒绝",
  ignored: "已忽略",
  // Why nothing is known, or was refused.
  connect_failed: "连接失败",
  timeout: "超时",
  connection_reset: "连接被重置",
  answer_too_large: "应答过大",
  answer_unreadable: "应答无法解析",
  status_unexpected: "HTTP 状态异常",
  channel_error: "渠道系统错误",
  malformed: "格式有误",
  signature_missing: "缺少签名",
  signature_wrong: "验签失败",
  signature_probe: "渠道的验签探测",
  key_unknown: "未知的密钥或证书",
  timestamp_skewed: "时间戳偏差过大",
  algorithm_refused: "不接受的签名算法",
  ciphertext_wrong: "密文无法解密",
  cancel_unfinished: "撤销未完成",
  follow_up_failed: "后续查询失败",
  order_differs: "订单参数不符",
  account_differs: "账户不符",
  number_differs: "单号不符",
  amount_differs: "金额不符",
  currency_differs: "币种不符",
  bill_hash_differs: "账单校验值不符",
  bill_address_refused: "账单地址不可信",
  sent_before: "此前已发送",
  ended_before: "此前已结束",
  account_unusable: "通道商户号不可用",
  held_back: "被熔断或限流暂缓",
  not_paid_any_more: "已不是已支付状态",
  "not paid any more": "已不是已支付状态",
  balance_not_enough: "渠道余额不足",
  // Differences.
  missing_here: "本地缺失（长款）",
  missing_there: "渠道缺失（短款）",
  status_differs: "状态不符",
  fee_differs: "手续费不符",
  funds_differ: "资金账单不符",
  money_returned: "渠道已退回",
  paid_twice: "重复支付",
  unconfirmed: "通知未证实",
  refund_ended_before: "失败退款又成功",
  trade_no_taken: "渠道单号被占用",
  accept_channel: "以渠道为准",
  accept_local: "以本地为准",
  ignore: "忽略",
  by_itself: "自动平账",
  // What a resolution did.
  recorded: "仅记录",
  asked: "已向渠道查询",
  fee_set: "已更正手续费",
  refund_made: "已创建退款",
  agreed: "状态已自行一致",
  // Why a webhook has no answer.
  connect_timeout: "连接超时",
  too_slow: "应答超时",
  connect_refused: "连接被拒绝",
  unreachable: "网络不可达",
  dns: "域名解析失败",
  tls: "TLS 证书或握手错误",
  reset: "连接被重置",
  answer_malformed: "应答不是 HTTP",
  url_invalid: "地址无效",
  url_not_allowed: "地址不允许使用",
  address_not_allowed: "目标 IP 不允许访问",
  secret_unreadable: "签名密钥无法解密",
  other: "其他错误",
  "nothing here handles a message of this name and version": "没有程序能处理此名称和版本的消息",
};

const isWord = (code: string) => Object.hasOwn(chinese, code);

/** An answer's status as deliveries note it: `status_500`. */
const statusOf = (code: string) => /^status_(\d{3})$/.exec(code)?.[1];

function said(code: string, word: string): string {
  const status = statusOf(code);
  return status === undefined ? word : `HTTP ${status}`;
}

export const codeWords = defineWords<{ readonly of: (code: string) => string }>(
  { of: (code) => said(code, isWord(code) ? (chinese[code] ?? code) : code) },
  { of: (code) => said(code, isWord(code) ? code.replaceAll("_", " ") : code) },
);

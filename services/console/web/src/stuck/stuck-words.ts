import type { StuckKindName } from "@compose-pay/contracts";
import { defineWords } from "../shell/words.ts";

type KindNames = { readonly [Kind in StuckKindName]: string };

/** What can be stuck, in the order in which it is shown. */
export const stuckKindWords = defineWords<KindNames>(
  {
    attempts_unsent: "支付未发往渠道",
    attempts_overdue: "支付逾期未查单",
    refunds_unsent: "退款未发往渠道",
    refunds_overdue: "退款逾期未查询",
    refunds_unanswered: "退款超过 3 天无结果",
    notifications_unprocessed: "渠道通知未处理",
    events_unmade: "事件未分发",
    targets_overdue: "商户通知逾期未推送",
    replays_overdue: "通知重放逾期",
    runs_overdue: "对账任务逾期",
    certificates_overdue: "平台证书逾期未更新",
    outbox_unsent: "发件箱消息滞留",
    refunds_abnormal: "退款异常",
    refund_requests_waiting: "退款申请待审批",
    discrepancies_open: "差错未处理",
    discrepancies_awaiting: "差错处理待审批",
    runs_standing: "对账停滞",
    notifications_refused: "24 小时内被拒的渠道通知",
    endpoints_disabled: "因失败停用的通知端点",
    jobs_paused: "已暂停的任务",
  },
  {
    attempts_unsent: "Payments not sent to their channel",
    attempts_overdue: "Payments not asked about in time",
    refunds_unsent: "Refunds not sent to their channel",
    refunds_overdue: "Refunds not asked about in time",
    refunds_unanswered: "Refunds without an answer for 3 days",
    notifications_unprocessed: "Channel notifications not processed",
    events_unmade: "Events without their deliveries",
    targets_overdue: "Receivers with overdue deliveries",
    replays_overdue: "Webhook replays overdue",
    runs_overdue: "Reconciliations overdue",
    certificates_overdue: "Accounts whose certificates are overdue",
    outbox_unsent: "Messages stuck in the outbox",
    refunds_abnormal: "Abnormal refunds",
    refund_requests_waiting: "Refunds that wait for approval",
    discrepancies_open: "Open discrepancies",
    discrepancies_awaiting: "Resolutions that wait for approval",
    runs_standing: "Reconciliations that stand still",
    notifications_refused: "Channel notifications refused in 24 h",
    endpoints_disabled: "Endpoints disabled because they failed",
    jobs_paused: "Paused jobs",
  },
);

export const stuckWords = defineWords(
  {
    what: "类别",
    late: "系统滞留",
    person: "待人工处理",
    id: "编号",
    since: "起始时间",
    word: "说明",
    payment: "支付",
    account: "通道商户号",
    app: "应用",
    chosen: (count: number, most: number) => `已选 ${count} 条，每次最多 ${most} 条`,
    acts: {
      "payments.ask": "向渠道查单",
      "refunds.retry": "立即催办退款",
      "notifications.process": "重新处理通知",
    },
    questions: {
      "payments.ask": (count: number) => `对所选 ${count} 条逐一向渠道查询支付结果，不会产生新的扣款。`,
      "refunds.retry": (count: number) =>
        `对所选 ${count} 笔退款逐一立即查询，渠道没有的以原退款单号重发，不会多退。`,
      "notifications.process": (count: number) =>
        `对所选 ${count} 条渠道通知逐一重新验签并处理，不会重复入账。`,
    },
    progress: (done: number, all: number) => `正在处理 ${done} / ${all}`,
    outcomes: "处理结果",
    summary: (done: number, all: number) => `${all} 条中成功 ${done} 条`,
    done: "已受理",
    unknown: "未收到应答，是否已执行未知",
    close: "关闭",
  },
  {
    what: "What",
    late: "Stuck in the system",
    person: "Waits for a person",
    id: "Id",
    since: "Since",
    word: "Note",
    payment: "Payment",
    account: "Channel account",
    app: "App",
    chosen: (count: number, most: number) => `${count} chosen, ${most} at a time`,
    acts: {
      "payments.ask": "Ask the channel",
      "refunds.retry": "Move refunds on",
      "notifications.process": "Process again",
    },
    questions: {
      "payments.ask": (count: number) =>
        `Asks the channel about the ${count} that are chosen, one after the other; nobody is charged by it.`,
      "refunds.retry": (count: number) =>
        `Asks about the ${count} refunds that are chosen, and makes those that the channel does not have under the same number: nothing is refunded twice.`,
      "notifications.process": (count: number) =>
        `Verifies and processes the ${count} that are chosen again; nothing is changed twice.`,
    },
    progress: (done: number, all: number) => `${done} of ${all}`,
    outcomes: "What became of them",
    summary: (done: number, all: number) => `${done} of ${all} were taken`,
    done: "Taken",
    unknown: "No answer came: it is unknown whether it was done",
    close: "Close",
  },
);

import type { ProblemCode } from "@compose-pay/contracts";
import { defineWords } from "../shell/words.ts";

type ProblemTitles = { readonly [Code in ProblemCode]?: string };

const chinese: ProblemTitles = {
  not_signed_in: "请先登录",
  sign_in_refused: "邮箱、密码或验证码不正确，或尝试过于频繁",
  code_required: "需要二次验证码",
  code_wrong: "验证码不正确",
  card_differs: "与申请的银行卡不一致",
  request_forged: "请求来源不可信，请刷新页面",
  set_up_required: "请先完成账号安全设置",
  not_permitted: "没有权限",
  step_up_required: "需要再次验证身份",
  file_too_large: "文件过大",
  statement_not_ready: "结算单尚未生成",
  conflict: "当前状态不允许此操作",
  not_found: "找不到该对象",
  invalid_request: "输入有误",
  rate_limited: "请求过于频繁，请稍后再试",
  refund_repeated: "该支付在 10 分钟内已有一笔相同金额的退款",
  outcome_unknown: "结果未知：操作可能已执行，也可能没有。请先核对，再决定是否重试。",
  overloaded: "系统繁忙，请稍后再试",
  internal_error: "系统内部错误",
  channel_unavailable: "渠道暂不可用",
  refund_exceeds_balance: "退款超出可退余额",
  payment_not_succeeded: "支付尚未成功",
  payment_already_succeeded: "支付已成功",
  payment_closed: "支付已关闭",
  url_not_allowed: "该地址不允许使用",
};

const english: ProblemTitles = {
  not_signed_in: "Sign in first",
  sign_in_refused: "The e-mail, the password or the code is wrong, or was tried too often",
  code_required: "The code of the second factor is missing",
  code_wrong: "The code is wrong",
  card_differs: "This is not the card that was asked for",
  request_forged: "The request does not come from this page; load it again",
  set_up_required: "Finish setting up your account first",
  not_permitted: "You are not permitted to do this",
  step_up_required: "Give the second factor again",
  file_too_large: "The file is larger than it may be",
  statement_not_ready: "The statement is not built yet",
  conflict: "The state of the object does not allow this",
  not_found: "There is no such object",
  invalid_request: "Some input is wrong",
  rate_limited: "Too many requests, try again later",
  refund_repeated: "The payment has a refund of this amount of the last ten minutes",
  outcome_unknown: "It is not known whether this was done. Look before you do it again.",
  overloaded: "The system is busy, try again later",
  internal_error: "The system has failed",
  channel_unavailable: "The channel cannot be reached at present",
  refund_exceeds_balance: "The refund exceeds what is left of the payment",
  payment_not_succeeded: "The payment has not succeeded",
  payment_already_succeeded: "The payment has already succeeded",
  payment_closed: "The payment is closed",
  url_not_allowed: "This URL must not be called",
};

/** Titles of problems; what is not here is shown by its detail alone. */
export const problemWords = defineWords<ProblemTitles>(chinese, english);

import type { AuditPhaseView, LoginOutcome } from "@compose-pay/contracts";
import { defineWords } from "../shell/words.ts";
import { fieldWords } from "../show/field-words.ts";

const chinese = fieldWords["zh-CN"];
const { en: english } = fieldWords;

type PhaseNames = { readonly [Phase in AuditPhaseView]: string };
type OutcomeNames = { readonly [Outcome in LoginOutcome]: string };

const phases: { readonly zh: PhaseNames; readonly en: PhaseNames } = {
  zh: { asked: "发起", done: "成功", refused: "被拒绝", failed: "系统出错", unknown: "结果未知" },
  en: { asked: "Asked", done: "Done", refused: "Refused", failed: "Failed", unknown: "Unknown" },
};

const outcomes: { readonly zh: OutcomeNames; readonly en: OutcomeNames } = {
  zh: {
    signed_in: "登录成功",
    email_unknown: "邮箱不存在",
    password_wrong: "密码错误",
    code_wrong: "验证码错误",
    code_missing: "等待验证码",
    locked: "账号锁定中",
    disabled: "账号已停用",
    address_limited: "该地址尝试过多",
  },
  en: {
    signed_in: "Signed in",
    email_unknown: "E-mail unknown",
    password_wrong: "Password wrong",
    code_wrong: "Code wrong",
    code_missing: "Code asked for",
    locked: "Locked",
    disabled: "Disabled",
    address_limited: "Too many from this address",
  },
};

export const auditWords = defineWords(
  {
    acts: "操作日志",
    unfinished: "中断的操作",
    unfinishedWhat:
      "最近 7 天内已发起、超过 11 分钟仍无结束记录的操作：进程可能中途退出，请核对其是否已生效。",
    logins: "登录日志",
    number: "序号",
    at: "时间",
    operator: "操作员",
    operatorHint: "邮箱或编号",
    nobody: "命令行或未登录",
    action: "操作",
    phase: "结果",
    subject: "对象",
    subjectHint: "对象编号",
    address: "来源地址",
    browser: "浏览器",
    outcome: "结果",
    email: "登录邮箱",
    traceId: chinese.traceId,
    from: "起始时间",
    until: "截止时间",
    anyPhase: "全部",
    filter: "查询",
    clear: "清空条件",
    member: "字段",
    before: "变更前",
    after: "变更后",
    absent: "（无）",
    all: "完整记录",
    phases: phases.zh,
    outcomes: outcomes.zh,
  },
  {
    acts: "Acts",
    unfinished: "Cut off",
    unfinishedWhat:
      "Acts of the last 7 days that were begun more than 11 minutes ago and have no entry of their end. Their process may have died: look whether they were done.",
    logins: "Sign-ins",
    number: "No.",
    at: "At",
    operator: "Operator",
    operatorHint: "E-mail or id",
    nobody: "Command line, or nobody signed in",
    action: "Action",
    phase: "Outcome",
    subject: "About",
    subjectHint: "Id of what it is about",
    address: "Address",
    browser: "Browser",
    outcome: "Outcome",
    email: "E-mail that was given",
    traceId: english.traceId,
    from: "From",
    until: "Until",
    anyPhase: "Any",
    filter: "Search",
    clear: "Clear",
    member: "Member",
    before: "Before",
    after: "After",
    absent: "(none)",
    all: "Everything",
    phases: phases.en,
    outcomes: outcomes.en,
  },
);

import { defineWords } from "../shell/words.ts";

interface SettingText {
  readonly title: string;
  readonly meaning: string;
}

const chineseTexts: Readonly<Record<string, SettingText>> = {
  approval_from_fen: {
    title: "双人复核金额",
    meaning: "达到此金额的资金操作须由第二人复核；0 表示全部需要复核。",
  },
  certificate_warning_days: {
    title: "证书到期提醒天数",
    meaning: "渠道证书在此天数内到期时，账户列表和每日任务会发出提醒。",
  },
};

const englishTexts: Readonly<Record<string, SettingText>> = {
  approval_from_fen: {
    title: "Second person from",
    meaning: "From this amount on a second person must agree to what moves money; 0 is always.",
  },
  certificate_warning_days: {
    title: "Warning before a certificate ends",
    meaning: "Certificates of channels that end within so many days are warned of, in the list and by a job.",
  },
};

export const settingWords = defineWords(
  {
    about: "修改立即对所有进程生效，并记入操作日志；调高双人复核金额须由另一位操作员确认。",
    name: "参数",
    value: "当前值",
    standard: "默认值",
    changed: "最近修改",
    byDefault: "使用默认值",
    actions: "操作",
    edit: "修改",
    reset: "恢复默认",
    resetWhat: "恢复为默认值，立即生效。",
    saved: "参数已保存",
    raisedByTwo: "调低立即生效；调高须由另一位有参数管理权限的操作员确认后才生效。",
    proposed: "已提交，等待另一位操作员确认",
    waiting: "待确认",
    proposedBy: (email: string) => `由 ${email} 提交`,
    confirm: "确认生效",
    confirmWhat: (email: string) => `${email} 申请调高此参数。确认后立即对所有进程生效。`,
    confirmed: "已确认，参数已生效",
    withdraw: "撤回",
    withdrawWhat: "撤回后当前值保持不变。",
    withdrawn: "已撤回",
    days: (days: number) => `${days} 天`,
    inYuan: "新值（元）",
    inDays: "新值（天）",
    bounds: (least: string, most: string) => `允许范围：${least} 至 ${most}`,
  },
  {
    about:
      "A change holds for every process at once, and is in the audit; another operator must confirm to raise the amount for two people.",
    name: "Setting",
    value: "Value",
    standard: "Default",
    changed: "Changed",
    byDefault: "default",
    actions: "Actions",
    edit: "Change",
    reset: "Reset",
    resetWhat: "The default holds again, at once.",
    saved: "The setting was saved",
    raisedByTwo:
      "Lowering holds at once; raising holds when another operator who may change settings confirms.",
    proposed: "It waits for another operator to confirm",
    waiting: "Waits",
    proposedBy: (email: string) => `proposed by ${email}`,
    confirm: "Confirm",
    confirmWhat: (email: string) => `${email} wants to raise it. It holds for every process at once.`,
    confirmed: "Confirmed: the setting holds",
    withdraw: "Withdraw",
    withdrawWhat: "What holds now stays.",
    withdrawn: "It was withdrawn",
    days: (days: number) => `${days} days`,
    inYuan: "New value (yuan)",
    inDays: "New value (days)",
    bounds: (least: string, most: string) => `From ${least} to ${most}`,
  },
);

/** What a setting is called and does; one that has no text here is shown by its name. */
export const settingTexts = { "zh-CN": chineseTexts, en: englishTexts } as const;

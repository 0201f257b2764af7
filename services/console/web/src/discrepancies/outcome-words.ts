import { defineWords } from "../shell/words.ts";

/** What was done because of a difference. */
export const outcomeWords = defineWords(
  {
    outcome: "处理记录",
    asked: (times: number) => `已向渠道查询 ${times} 次，最近一次`,
    rejections: "被驳回的处理",
    rejectedAt: "驳回时间",
    resolution: "处理方式",
    decidedBy: "处理人",
    decidedBecause: "处理原因",
    rejectedBy: "驳回人",
    rejectedBecause: "驳回原因",
  },
  {
    outcome: "What was done",
    asked: (times: number) => `The channel was asked ${times} times, last`,
    rejections: "Decisions that nobody agreed to",
    rejectedAt: "Rejected",
    resolution: "Decision",
    decidedBy: "Decided by",
    decidedBecause: "Because",
    rejectedBy: "Rejected by",
    rejectedBecause: "Rejected because",
  },
);

import { defineWords } from "../shell/words.ts";

export const shownOnceWords = defineWords(
  {
    once: "仅显示这一次，关闭后无法再次查看。请立即妥善保存。",
    kept: "我已保存",
    copy: "复制",
    copied: "已复制",
  },
  {
    once: "Shown this once: nobody can read it again. Keep it now.",
    kept: "I have kept it",
    copy: "Copy",
    copied: "Copied",
  },
);

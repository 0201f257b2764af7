import { defineWords } from "../shell/words.ts";
import { fieldWords } from "./field-words.ts";

const chinese = fieldWords["zh-CN"];
const { en: english } = fieldWords;

export const showWords = defineWords(
  {
    empty: "没有数据",
    loading: "加载中",
    failed: "加载失败",
    retry: "重试",
    more: "加载更多",
    end: "已全部显示",
    cancel: "取消",
    requestId: (id: string) => `${chinese.traceId} ${id}`,
    unreachable: "没有收到应答：操作可能已执行，也可能没有。请先核对再重试。",
    unread: "没有收到应答，请稍后重试。",
    copied: "已复制",
    copy: "复制",
    details: "详情",
    changedMeanwhile: "打开之后，内容已被他人修改",
    takeNewest: "载入最新内容，保留我的改动",
    nameBegins: "名称开头（区分大小写）",
  },
  {
    empty: "Nothing here",
    loading: "Loading",
    failed: "Loading failed",
    retry: "Try again",
    more: "Load more",
    end: "That is all",
    cancel: "Cancel",
    requestId: (id: string) => `${english.traceId} ${id}`,
    unreachable: "No answer came: it may have been done or not. Look before you try again.",
    unread: "No answer came; try again.",
    copied: "Copied",
    copy: "Copy",
    details: "Details",
    changedMeanwhile: "Somebody has changed this since you opened it",
    takeNewest: "Load the newest and keep what I changed",
    nameBegins: "Name begins with (case matters)",
  },
);

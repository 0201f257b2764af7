import { defineWords } from "../shell/words.ts";
import { fieldWords } from "../show/field-words.ts";

const chinese = fieldWords["zh-CN"];
const { en: english } = fieldWords;

export const deadLetterWords = defineWords(
  {
    queues: "死信队列",
    services: {
      "channel-worker": "渠道任务",
      "notify-worker": "商户通知",
      outbox: "发件箱",
    },
    depth: (name: string, count: number) => `${name}（${count}）`,
    oldest: (count: number) =>
      `从最早的开始，最多 ${count} 条；处理后会显示后面的消息。查看不会移除消息，一次最多处理 100 条。`,
    all: "全选",
    select: (id: string) => `选择 ${id}`,
    chosen: (count: number) => `已选 ${count} 条`,
    queue: "原队列",
    message: "消息",
    reason: "失败原因",
    died: "失败时间",
    firstSeen: "首次出现",
    tries: (tries: number, faults: number) => `尝试 ${tries} 次，异常 ${faults} 次`,
    trace: chinese.traceId,
    body: "消息内容",
    replay: "重放",
    replayQuestion: (count: number) => `将所选 ${count} 条消息送回原队列，按新消息处理。`,
    drop: "丢弃",
    dropQuestion: (count: number) => `永久删除所选 ${count} 条消息，无法恢复。`,
    why: "丢弃原因",
    replayed: (count: number) => `已重放 ${count} 条`,
    dropped: (count: number) => `已丢弃 ${count} 条`,
    failed: (id: string, why: string) => `${id} 仍在队列中：${why}`,
    missing: (id: string) => `${id} 已不在队列中，或正被他人查看`,
    broken: "与消息服务器的连接中断，操作没有全部完成",
    unknown: (id: string) => `${id} 结果未知：可能已移除，也可能仍在队列中`,
    notReached: (id: string) => `${id} 未处理，或已不在队列中`,
    close: "关闭",
  },
  {
    queues: "Queues of dead letters",
    services: {
      "channel-worker": "Channel work",
      "notify-worker": "Webhooks",
      outbox: "Outbox",
    },
    depth: (name: string, count: number) => `${name} (${count})`,
    oldest: (count: number) =>
      `The oldest first, ${count} at most; those behind show once these are settled. Looking removes nothing; 100 are settled at once.`,
    all: "All of these",
    select: (id: string) => `Choose ${id}`,
    chosen: (count: number) => `${count} chosen`,
    queue: "From queue",
    message: "Message",
    reason: "Why it died",
    died: "Died",
    firstSeen: "First seen",
    tries: (tries: number, faults: number) => `${tries} tries, ${faults} faults`,
    trace: english.traceId,
    body: "Body",
    replay: "Replay",
    replayQuestion: (count: number) =>
      `Sends the ${count} that are chosen back to their queues, where they are handled as if new.`,
    drop: "Drop",
    dropQuestion: (count: number) => `Removes the ${count} that are chosen for good.`,
    why: "Why",
    replayed: (count: number) => `${count} replayed`,
    dropped: (count: number) => `${count} dropped`,
    failed: (id: string, why: string) => `${id} is still there: ${why}`,
    missing: (id: string) => `${id} is not there any more, or is looked at by somebody else`,
    broken: "The connection to the broker broke off before the end",
    unknown: (id: string) => `${id} may be gone or still be there`,
    notReached: (id: string) => `${id} was not come to, or is not there any more`,
    close: "Close",
  },
);

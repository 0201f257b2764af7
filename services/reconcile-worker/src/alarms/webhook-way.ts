import { z } from "zod";
import type { Alarm, AlarmWay } from "./alarms.ts";

/**
 * POSTs alarms to the operator's own URL. It comes from the configuration of this process and from nobody else, so that
 * no guard stands before it: it may well be inside.
 */
export function createWebhookWay({
  url,
  timeoutMs,
}: {
  readonly url: string;
  readonly timeoutMs: number;
}): AlarmWay {
  return {
    name: "webhook",
    send: async (alarm, raisedAt) => {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(alarmBody(url, alarm, raisedAt)),
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await startOf(response);
      if (!response.ok) throw new Error(`the alarm webhook answered ${response.status}`);
      const refusal = refusalOf(text);
      if (refusal !== null) throw new Error(`the alarm webhook refused it: ${refusal}`);
    },
    close: () => {},
  };
}

/** An answer that says more than that is none of a robot. */
const mostAnswerBytes = 65_536;

async function startOf(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  // because the types of a web stream leave open what it is a stream of
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes >= mostAnswerBytes) break;
  }
  return Buffer.concat(pieces).subarray(0, mostAnswerBytes).toString();
}

/** Robots of DingTalk and WeCom take `msgtype`, those of Feishu `msg_type`; Slack and most others read `text`. */
export function alarmBody(url: string, { kind, subject, text }: Alarm, raisedAt: Date): object {
  const content = `[compose-pay] ${kind} ${subject}: ${text}`;
  switch (new URL(url).hostname) {
    case "oapi.dingtalk.com":
    case "qyapi.weixin.qq.com":
      return { msgtype: "text", text: { content } };
    case "open.feishu.cn":
      return { msg_type: "text", content: { text: content } };
    default:
      return { text: content, kind, subject, raised_at: raisedAt.toISOString() };
  }
}

const robotAnswer = z.object({
  errcode: z.number().optional(),
  code: z.number().optional(),
  errmsg: z.string().optional(),
  msg: z.string().optional(),
});

/** Robots answer 200 to what they do not take, with a number that is not 0. */
function refusalOf(text: string): string | null {
  const answer = robotAnswer.safeParse(parsed(text));
  if (!answer.success) return null;
  const { errcode, code, errmsg, msg } = answer.data;
  const number = errcode ?? code ?? 0;
  return number === 0 ? null : `${number} ${errmsg ?? msg ?? ""}`.trim().slice(0, 200);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

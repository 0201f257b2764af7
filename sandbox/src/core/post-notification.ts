import type { Agent } from "undici";
import { request } from "undici";
import type { NotificationMessage } from "./channel-rules.ts";

/** WeChat Pay allows the merchant 5 s to answer; the same bound serves Alipay. */
export const answerDeadlineMs = 5_000;
const answerLimitBytes = 64 * 1024;

export type MerchantAnswer = { readonly status: number; readonly body: string };

/**
 * Posts a notification once. Redirects are not followed; the whole exchange is bounded by 5 s and
 * 64 KiB. Null means that no usable answer came.
 */
export async function postNotification(
  agent: Agent,
  url: string,
  message: NotificationMessage,
): Promise<MerchantAnswer | null> {
  try {
    const { statusCode, body } = await request(url, {
      dispatcher: agent,
      method: "POST",
      headers: message.headers,
      body: message.body,
      signal: AbortSignal.timeout(answerDeadlineMs),
    });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body) {
      // because undici's body yields Buffers when no encoding is set
      const bytes = chunk as Buffer;
      size += bytes.length;
      if (size > answerLimitBytes) return { status: statusCode, body: "" };
      chunks.push(bytes);
    }
    return { status: statusCode, body: Buffer.concat(chunks).toString() };
  } catch {
    return null;
  }
}

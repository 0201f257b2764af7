import { request } from "undici";
import { z } from "zod";

const officialOrigin = "https://api.mch.weixin.qq.com";
const anything = z.record(z.string(), z.unknown());

/** A request as a client made and signed it for WeChat Pay's own origin. */
export type OfficialRequest = {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: unknown;
  readonly body?: string;
};

/** Sends it to the sandbox: nothing but the origin is changed. Answers in the form of wechatpay-node-v3. */
export async function sendToSandbox(origin: string, { method, url, headers, body }: OfficialRequest) {
  const answer = await request(url.replace(officialOrigin, origin), {
    method,
    headers: z.record(z.string(), z.string()).parse(headers),
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) return { status: answer.statusCode, error: text };
  return { status: answer.statusCode, data: text === "" ? {} : anything.parse(JSON.parse(text)) };
}

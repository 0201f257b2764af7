import { randomBytes } from "node:crypto";
import type { Answer, Reply } from "../core/answer.ts";
import type { Spoil } from "../core/exchange.ts";
import { generateRsaKeyPair, signSha256, spoilSignature } from "../core/rsa.ts";
import type { RsaKeyPair } from "../core/rsa.ts";
import type { AlipayPlatform } from "./platform.ts";

/**
 * `{"<method>_response":NODE,"sign":"…"}`, signed over the node's own characters (Alipay OpenAPI,
 * response signature). A breakdown is what the gateway's front says and carries no node.
 */
export async function sealNode(
  reply: Reply,
  method: string,
  how: { readonly platform: AlipayPlatform; readonly spoil: Spoil | null },
): Promise<Answer> {
  if (reply.status !== 200) return { ...reply, headers: htmlHeaders() };
  const sign = await signNode(reply.body, how.platform, how.spoil);
  const name = `${method.replaceAll(".", "_")}_response`;
  return { status: 200, headers: htmlHeaders(), body: `{"${name}":${reply.body},"sign":"${sign}"}` };
}

/** A refusal before the caller was known: `{"error_response":NODE}`, unsigned. */
export function unsignedError(reply: Reply): Answer {
  return { status: 200, headers: htmlHeaders(), body: `{"error_response":${reply.body}}` };
}

export const breakdown: Reply = {
  status: 500,
  body: "<html><head><title>500 Internal Server Error</title></head><body>500 Internal Server Error</body></html>",
};

async function signNode(body: string, platform: AlipayPlatform, spoil: Spoil | null): Promise<string> {
  switch (spoil) {
    case null:
      return signSha256(platform.privateKey, body);
    case "signature":
      return spoilSignature(await signSha256(platform.privateKey, body));
    case "signtest":
      return "not a signature";
    case "unknown_key":
      return signSha256((await strangerKeys()).privateKey, body);
  }
}

/** Although the body is JSON. */
function htmlHeaders(): Record<string, string> {
  return { "Content-Type": "text/html;charset=utf-8", trace_id: randomBytes(15).toString("hex") };
}

let stranger: Promise<RsaKeyPair> | undefined;

/** A key that belongs to nobody, made at first use: generating one takes a noticeable while. */
function strangerKeys(): Promise<RsaKeyPair> {
  stranger ??= generateRsaKeyPair();
  return stranger;
}

import { randomBytes } from "node:crypto";
import type { Answer, Reply } from "../core/answer.ts";
import type { Spoil } from "../core/exchange.ts";
import { generateRsaKeyPair, signSha256, spoilSignature } from "../core/rsa.ts";
import type { RsaKeyPair } from "../core/rsa.ts";
import type { Signer } from "./platform.ts";

/**
 * `{"<method>_response":NODE,"alipay_cert_sn":"…","sign":"…"}`, signed over the node's own characters
 * (Alipay OpenAPI, response signature); the number is there in certificate mode only. A breakdown is what
 * the gateway's front says and carries no node.
 */
export async function sealNode(
  reply: Reply,
  method: string,
  how: { readonly signer: Signer; readonly spoil: Spoil | null },
): Promise<Answer> {
  if (reply.status !== 200) return { ...reply, headers: htmlHeaders() };
  const sign = await signNode(reply.body, how.signer, how.spoil);
  const sn = how.spoil === "unknown_key" ? randomBytes(16).toString("hex") : how.signer.certificateSn;
  const certificate = how.signer.certificateSn === null ? "" : `"alipay_cert_sn":"${sn}",`;
  const name = `${method.replaceAll(".", "_")}_response`;
  return {
    status: 200,
    headers: htmlHeaders(),
    body: `{"${name}":${reply.body},${certificate}"sign":"${sign}"}`,
  };
}

/** A refusal before the caller was known: `{"error_response":NODE}`, unsigned. */
export function unsignedError(reply: Reply): Answer {
  return { status: 200, headers: htmlHeaders(), body: `{"error_response":${reply.body}}` };
}

export const breakdown: Reply = {
  status: 500,
  body: "<html><head><title>500 Internal Server Error</title></head><body>500 Internal Server Error</body></html>",
};

async function signNode(body: string, signer: Signer, spoil: Spoil | null): Promise<string> {
  switch (spoil) {
    case null:
      return signSha256(signer.privateKey, body);
    case "signature":
      return spoilSignature(await signSha256(signer.privateKey, body));
    case "signtest":
      return "not a signature";
    case "unknown_key":
      return signSha256((await strangerKeys()).privateKey, body);
  }
}

/** Although the body is JSON. */
export function htmlHeaders(charset = "utf-8"): Record<string, string> {
  return { "Content-Type": `text/html;charset=${charset}`, trace_id: randomBytes(15).toString("hex") };
}

let stranger: Promise<RsaKeyPair> | undefined;

/** A key that belongs to nobody, made at first use: generating one takes a noticeable while. */
function strangerKeys(): Promise<RsaKeyPair> {
  stranger ??= generateRsaKeyPair();
  return stranger;
}

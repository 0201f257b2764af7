import { createSign, generateKeyPairSync } from "node:crypto";

import { describe, expect, it } from "vitest";

import { isResponseAuthentic, responseParts } from "./response-verification.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = "alipay_trade_query_response";
const node = '{"code":"10000", "subject":"茶\\/叶"}';
const sign = createSign("RSA-SHA256").update(node).sign(privateKey, "base64");

describe("the signature of a gateway's answer", () => {
  it.each([
    `{"${key}":${node},"sign":"${sign}"}`,
    `{"sign":"${sign}","${key}" : ${node} }`,
    `{"${key}":${node},"alipay_cert_sn":"x","sign":"${sign.replaceAll("/", "\\/")}"}`,
  ])("holds over the exact bytes of the node", (body) => {
    expect(isAuthentic(body)).toBe(true);
  });

  it.each([
    `{"${key}":${node.replace(", ", ",")},"sign":"${sign}"}`,
    `{"${key}":${node.replace("\\/", "/")},"sign":"${sign}"}`,
    `{"${key}":${node}}`,
    `{"${key}":${node},"sign":"${sign}","sign":"${sign}"}`,
    `{"${key}":${node},"${key}":${node},"sign":"${sign}"}`,
    `{"other":{"${key}":${node}},"sign":"${sign}"}`,
    `<html>${node}${sign}</html>`,
  ])("is refused over anything else", (body) => {
    expect(isAuthentic(body)).toBe(false);
  });
});

function isAuthentic(body: string): boolean {
  const parts = responseParts(Buffer.from(body), key);
  return parts !== null && isResponseAuthentic(parts, publicKey);
}

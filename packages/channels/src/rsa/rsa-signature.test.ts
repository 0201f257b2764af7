import { generateKeyPairSync } from "node:crypto";

import { describe, expect, it } from "vitest";

import { hasValidSignature, signSha256 } from "./rsa-signature.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const signature = signSha256("支付", privateKey);

describe("an RSA signature", () => {
  it("is the same over a text and over its bytes", () => {
    expect(hasValidSignature("支付", signature, publicKey)).toBe(true);
    expect(hasValidSignature(Buffer.from("支付"), signature, publicKey)).toBe(true);
    expect(hasValidSignature("支付 ", signature, publicKey)).toBe(false);
  });

  it("has one spelling: what Node's decoder would skip or forgive is refused", () => {
    const spellings = [
      "",
      ` ${signature}`,
      `${signature}\n`,
      signature.replace(/=+$/, ""),
      `${signature}AAAA`,
      `${signature.slice(0, 4)}*${signature.slice(4)}`,
    ];
    for (const spelling of spellings) expect(hasValidSignature("支付", spelling, publicKey)).toBe(false);
  });
});

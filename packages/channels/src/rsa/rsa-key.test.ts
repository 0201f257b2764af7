import { generateKeyPairSync } from "node:crypto";

import { describe, expect, it } from "vitest";

import { readPrivateKey, readPublicKey } from "./rsa-key.ts";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const curve = generateKeyPairSync("ec", { namedCurve: "P-256" });

describe("reading a key", () => {
  it.each(["pkcs1", "pkcs8"] as const)(
    "takes a private key in %s, whatever happened to its lines",
    (type) => {
      const pem = rsa.privateKey.export({ type, format: "pem" }).toString();
      const oneLine = pem.replaceAll("\n", " ");
      for (const shape of [pem, `\n  ${pem}\n`, oneLine, pem.replaceAll("\n", "\\n")]) {
        const reading = readPrivateKey(shape);
        expect(reading.kind === "key" && reading.key.equals(rsa.privateKey)).toBe(true);
      }
    },
  );

  it.each(["pkcs1", "spki"] as const)("takes a public key in %s", (type) => {
    const pem = rsa.publicKey.export({ type, format: "pem" }).toString();
    const reading = readPublicKey(pem);
    expect(reading.kind === "key" && reading.key.equals(rsa.publicKey)).toBe(true);
  });

  it("says what is wrong with a key in words that do not contain it", () => {
    const locked = rsa.privateKey
      .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" })
      .toString();
    const publicPem = rsa.publicKey.export({ type: "spki", format: "pem" }).toString();
    const short = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
    const shortPem = short.export({ type: "pkcs8", format: "pem" }).toString();
    const curvePem = curve.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    expect(faultOf(locked)).toContain("passphrase");
    expect(faultOf(publicPem)).toContain("is a public key");
    expect(faultOf(shortPem)).toBe("has 1024 bits; at least 2048 are needed");
    expect(faultOf(curvePem)).toBe("is not an RSA key");
    expect(faultOf("hunter2")).toBe(
      "cannot be read as a key: neither PEM (PKCS#1, PKCS#8) nor the base64 of one",
    );
  });

  it("refuses a private key or a certificate where a public key belongs", () => {
    const privatePem = rsa.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
    for (const [text, words] of [
      [privatePem, "is a private key"],
      [certificate, "is a certificate"],
    ] as const) {
      const reading = readPublicKey(text);
      expect(reading.kind === "fault" && reading.message).toContain(words);
    }
  });
});

function faultOf(text: string): string | false {
  const reading = readPrivateKey(text);
  return reading.kind === "fault" && reading.message;
}

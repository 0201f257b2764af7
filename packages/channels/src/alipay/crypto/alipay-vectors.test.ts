import { createPublicKey, type KeyObject, X509Certificate } from "node:crypto";

import { describe, expect, it } from "vitest";
import { z } from "zod";

import { type VectorFile, vectorsOf } from "../../../testing/vectors.ts";
import { readPrivateKey, readPublicKey } from "../../rsa/rsa-key.ts";
import { hasValidSignature } from "../../rsa/rsa-signature.ts";
import { certificateSerial, rootCertificateSerial } from "./certificate-serial.ts";
import { isNotificationAuthentic } from "./notification-signature.ts";
import { requestContent, signRequest } from "./request-signature.ts";
import { isResponseAuthentic, responseParts } from "./response-verification.ts";
import { contentOf } from "./signed-content.ts";

const text = z.string();
const fields = z.record(text, text);

each(
  "alipay-request-signature.json",
  z.object({ id: text, private_key_pem: text, params: fields, canonical_string: text, expected_sign: text }),
  (item) => {
    expect(requestContent(item.params)).toBe(item.canonical_string);
    expect(signRequest(item.params, keyOf(readPrivateKey(item.private_key_pem)))).toBe(item.expected_sign);
  },
);

each(
  "alipay-response-raw-substring.json",
  z.object({
    id: text,
    response_body: text,
    response_key: text,
    expected_signed_substring: text,
  }),
  (item) => {
    const body = Buffer.from(item.response_body);
    const parts = responseParts(body, item.response_key);
    expect(parts?.node.toString()).toBe(item.expected_signed_substring);
    const parsed = z
      .object({ sign: text, alipay_cert_sn: text.optional() })
      .parse(JSON.parse(item.response_body));
    expect(parts?.sign).toBe(parsed.sign);
  },
);

each(
  "alipay-response-verify.json",
  z
    .object({
      id: text,
      certificate_pem: text.optional(),
      public_key_pem: text.optional(),
      signed_substring: text,
      sign: text,
      expected: z.boolean(),
    })
    .and(z.object({ response_body: text.optional(), response_key: text.optional() })),
  (item) => {
    const key = publicKey(item.public_key_pem ?? item.certificate_pem ?? "");
    expect(hasValidSignature(item.signed_substring, item.sign, key)).toBe(item.expected);
    if (item.response_body === undefined || item.response_key === undefined) return;
    const parts = responseParts(Buffer.from(item.response_body), item.response_key);
    expect(parts?.node.toString()).toBe(item.signed_substring);
    const signed = { node: parts?.node ?? Buffer.alloc(0), sign: item.sign };
    expect(isResponseAuthentic(signed, key)).toBe(item.expected);
  },
);

each(
  "alipay-notify-verify.json",
  z.object({
    id: text,
    kind: text,
    certificate_pem: text.optional(),
    public_key_pem: text.optional(),
    params: fields,
    canonical_string: text.optional(),
    expected: z.boolean(),
  }),
  (item) => {
    const key = publicKey(item.public_key_pem ?? item.certificate_pem ?? "");
    if (!item.kind.startsWith("message-type")) {
      expect(isNotificationAuthentic(item.params, key)).toBe(item.expected);
      return;
    }
    // Messages that are no trade notifications keep sign_type under their signature; a trade never does.
    const content = contentOf(item.params, (name) => name !== "sign");
    if (item.canonical_string !== undefined) expect(content).toBe(item.canonical_string);
    expect(hasValidSignature(content, item.params["sign"] ?? "", key)).toBe(item.expected);
    expect(isNotificationAuthentic(item.params, key)).toBe(false);
  },
);

each(
  "alipay-cert-sn.json",
  z.object({
    id: text,
    certificate_pem: text,
    expected_sn: text,
    expected_public_key_base64: text.optional(),
    per_certificate: z.array(z.object({ sn: text, counted: z.boolean() })).optional(),
  }),
  (item) => {
    if (item.per_certificate === undefined) {
      const certificate = new X509Certificate(item.certificate_pem);
      expect(certificateSerial(certificate)).toBe(item.expected_sn);
      if (item.expected_public_key_base64 === undefined) return;
      const spki = certificate.publicKey.export({ type: "spki", format: "der" });
      expect(spki.toString("base64")).toBe(item.expected_public_key_base64);
      return;
    }
    expect(rootCertificateSerial(item.certificate_pem)).toBe(item.expected_sn);
    const pems = item.certificate_pem.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? [];
    expect(pems.map((pem) => certificateSerial(new X509Certificate(pem)))).toEqual(
      item.per_certificate.map((certificate) => certificate.sn),
    );
  },
);

each(
  "alipay-keys.json",
  z.object({
    id: text,
    private_key_pem: text.optional(),
    private_key_pkcs8_pem: text.optional(),
    public_key_pem: text.optional(),
  }),
  (item) => {
    const pem = item.private_key_pem ?? item.private_key_pkcs8_pem ?? "";
    const shapes = [pem, bare(pem), pem.replaceAll("\n", "\\n"), pem.replaceAll("\n", "\r\n")];
    const modulus = keyOf(readPrivateKey(pem)).export({ format: "jwk" }).n;
    for (const shape of shapes)
      expect(keyOf(readPrivateKey(shape)).export({ format: "jwk" }).n).toBe(modulus);
    if (item.public_key_pem === undefined) return;
    for (const shape of [item.public_key_pem, bare(item.public_key_pem)]) {
      expect(keyOf(readPublicKey(shape)).export({ format: "jwk" }).n).toBe(modulus);
    }
  },
);

function each<Item extends z.ZodType<{ id: string }>>(
  file: VectorFile,
  item: Item,
  run: (item: z.output<Item>) => void,
): void {
  describe(file, () => {
    for (const vector of vectorsOf(file, item)) it(vector.id, () => run(vector));
  });
}

function bare(pem: string): string {
  return pem.replaceAll(/-----[A-Z ]+-----|\s/g, "");
}

function keyOf(reading: ReturnType<typeof readPrivateKey>): KeyObject {
  if (reading.kind === "fault") throw new Error(reading.message);
  return reading.key;
}

function publicKey(pem: string): KeyObject {
  return pem.includes("CERTIFICATE") ? new X509Certificate(pem).publicKey : createPublicKey(pem);
}

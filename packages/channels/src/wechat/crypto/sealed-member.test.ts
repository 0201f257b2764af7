import { constants, createPublicKey, privateDecrypt } from "node:crypto";

import { describe, expect, it } from "vitest";

import { platformCertificate } from "../../../testing/wechat-certificate.ts";
import { sealMember } from "./sealed-member.ts";

const publicKey = createPublicKey(platformCertificate.privateKey);

describe("a sealed member", () => {
  it.each(["6222020200012345678", "张三", "x".repeat(214)])(
    "is opened by the platform alone: %.20s",
    (text) => {
      const sealed = sealMember(text, publicKey);
      expect(Buffer.from(sealed, "base64")).toHaveLength(256);
      expect(opened(sealed)).toBe(text);
    },
  );

  it("is another text each time", () => {
    expect(sealMember("张三", publicKey)).not.toBe(sealMember("张三", publicKey));
  });
});

function opened(sealed: string): string {
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const { privateKey: key } = platformCertificate;
  return privateDecrypt({ key, padding, oaepHash: "sha1" }, Buffer.from(sealed, "base64")).toString();
}

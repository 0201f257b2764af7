import { createCipheriv } from "node:crypto";

import { describe, expect, it } from "vitest";

import { unsealText } from "./sealed-text.ts";

const key = Buffer.from("0123456789abcdef0123456789abcdef");
const cipher = createCipheriv("aes-256-gcm", key, "twelve bytes", { authTagLength: 16 });
cipher.setAAD(Buffer.alloc(0));
const bytes = Buffer.concat([cipher.update("支付成功"), cipher.final(), cipher.getAuthTag()]);
const sealed = { nonce: "twelve bytes", ciphertext: bytes.toString("base64") };

describe("a sealed text", () => {
  it("opens without associated data, and with an empty one", () => {
    expect(unsealText(sealed, key)).toBe("支付成功");
    expect(unsealText({ ...sealed, associated_data: "" }, key)).toBe("支付成功");
  });

  it("stays shut when any single byte of it was changed", () => {
    for (const position of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(position) ^ 1, position);
      expect(unsealText({ ...sealed, ciphertext: changed.toString("base64") }, key)).toBeNull();
    }
  });

  it("stays shut under other data, another nonce, another key or no nonce", () => {
    expect(unsealText({ ...sealed, associated_data: "transaction" }, key)).toBeNull();
    expect(unsealText({ ...sealed, nonce: "twelve bytes!" }, key)).toBeNull();
    expect(unsealText({ ...sealed, nonce: "" }, key)).toBeNull();
    expect(unsealText(sealed, Buffer.alloc(32))).toBeNull();
  });

  it("takes no key of another length", () => {
    expect(() => unsealText(sealed, key.subarray(1))).toThrow("32 bytes");
  });
});

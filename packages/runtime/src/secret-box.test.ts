import { createSecretKey, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { parseMasterKey } from "./master-key.ts";
import { createSecretBox } from "./secret-box.ts";

const newKey = () => createSecretKey(randomBytes(32));
const row = "channel_accounts.secrets:acc_1";

describe("createSecretBox", () => {
  it("opens what it sealed, and never seals the same twice", () => {
    const box = createSecretBox({ current: newKey() });
    for (const text of ["", "私钥 🔑", "x".repeat(100_000)]) {
      expect(box.open(box.seal(text, row), row)).toBe(text);
    }
    expect(box.seal("same", row)).not.toBe(box.seal("same", row));
  });

  it("shows nothing of the secret", () => {
    const envelope = createSecretBox({ current: newKey() }).seal("the-secret", row);
    expect(envelope).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]+$/);
    expect(Buffer.from(envelope.split(".")[3] ?? "", "base64url").toString("latin1")).not.toContain("secret");
  });

  it("refuses another row's envelope", () => {
    const box = createSecretBox({ current: newKey() });
    expect(() => box.open(box.seal("x", row), "channel_accounts.secrets:acc_2")).toThrow(
      expect.objectContaining({ fault: "not_authentic" }),
    );
  });

  it("refuses an envelope with any byte changed", () => {
    const box = createSecretBox({ current: newKey() });
    const [version, keyId, nonce = "", sealed = ""] = box.seal("some secret", row).split(".");
    for (let at = 0; at < Buffer.from(sealed, "base64url").length; at += 1) {
      const spoilt = [version, keyId, nonce, flipByte(sealed, at)].join(".");
      expect(() => box.open(spoilt, row)).toThrow(expect.objectContaining({ fault: "not_authentic" }));
    }
    expect(() => box.open([version, keyId, flipByte(nonce, 0), sealed].join("."), row)).toThrow(
      expect.objectContaining({ fault: "not_authentic" }),
    );
  });

  it("opens with a previous key, and says that the envelope is not current", () => {
    const [old, fresh] = [newKey(), newKey()];
    const envelope = createSecretBox({ current: old }).seal("x", row);
    const rotated = createSecretBox({ current: fresh, previous: [old] });
    expect(rotated.open(envelope, row)).toBe("x");
    expect(rotated.isCurrent(envelope)).toBe(false);
    expect(rotated.isCurrent(rotated.seal("x", row))).toBe(true);
  });

  it("names the key that is missing, and what is no envelope", () => {
    const box = createSecretBox({ current: newKey() });
    const foreign = createSecretBox({ current: newKey() }).seal("x", row);
    expect(() => box.open(foreign, row)).toThrow(expect.objectContaining({ fault: "unknown_key" }));
    for (const text of ["", "v2.a.b.c", "plain text", "v1.00000000.AAAAAAAAAAAAAAAA.AAAA"]) {
      expect(() => box.open(text, row)).toThrow(expect.objectContaining({ fault: "malformed" }));
    }
  });
});

describe("parseMasterKey", () => {
  it("takes 32 bytes in base64 and nothing else", () => {
    const text = randomBytes(32).toString("base64");
    expect(parseMasterKey(`${text}\n`)?.symmetricKeySize).toBe(32);
    for (const bytes of [0, 16, 31, 33, 64]) {
      expect(parseMasterKey(randomBytes(bytes).toString("base64"))).toBeNull();
    }
    expect(parseMasterKey("a".repeat(32))).toBeNull();
  });
});

function flipByte(base64url: string, at: number): string {
  const bytes = Buffer.from(base64url, "base64url");
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  return bytes.toString("base64url");
}

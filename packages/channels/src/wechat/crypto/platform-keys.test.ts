import { generateKeyPairSync } from "node:crypto";

import { describe, expect, it } from "vitest";

import { certificateKeys, encryptionKey, isInForce } from "./platform-keys.ts";

const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const now = new Date("2026-11-22T10:00:00Z");
const older = certificate("AA", "2024-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
const newer = certificate("BB", "2026-11-01T00:00:00Z", "2031-11-01T00:00:00Z");
const expired = certificate("CC", "2021-11-22T10:00:00Z", "2026-11-22T10:00:00Z");
const tomorrows = certificate("DD", "2026-11-22T10:00:01Z", "2031-11-22T10:00:00Z");

describe("the key that sensitive members are encrypted with", () => {
  it("is the newest certificate in effect, whatever the order", () => {
    const all = [older, newer, expired, tomorrows];
    for (const certificates of [all, all.toReversed()])
      expect(encryptionKey(certificateKeys(certificates), now)).toMatchObject({ serial: "BB" });
  });

  it("is the public key where there is one", () => {
    const keys = new Map([...certificateKeys([newer]), ["PUB_KEY_ID_1", { publicKey, validity: null }]]);
    expect(encryptionKey(keys, now)).toMatchObject({ serial: "PUB_KEY_ID_1" });
  });

  it("is none where nothing is in effect", () => {
    expect(encryptionKey(certificateKeys([expired, tomorrows]), now)).toBeNull();
  });
});

describe("a certificate", () => {
  it.each([
    ["2026-11-01T00:00:00Z", true],
    ["2026-10-31T23:55:00Z", true],
    ["2026-10-31T23:54:59Z", false],
    ["2031-10-31T23:59:59Z", true],
    ["2031-11-01T00:00:00Z", false],
  ])("at %s is in force: %s", (time, expected) => {
    const [key] = certificateKeys([newer]).values();
    expect(key !== undefined && isInForce(key, new Date(time))).toBe(expected);
  });
});

function certificate(serial: string, from: string, until: string) {
  return { serial, publicKey, effectiveAt: new Date(from), expiresAt: new Date(until) };
}

import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";
import { z } from "zod";

import { platformCertificate } from "../testing/wechat-certificate.ts";
import { certificatesEnd, givenCertificates } from "./account-certificates.ts";

const file = new URL("../fixtures/alipay-chain.json", import.meta.url);
const pems = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, "utf8")));
const [leaf, inter] = [pems["leaf"] ?? "", pems["inter"] ?? ""];
const platformEnd = new Date(platformCertificate.expireTime);

const endOf = (pem: string) => givenCertificates("alipay", { app_certificate: pem })[0]?.expiresAt;
const downloaded = (at: string) => ({ expiresAt: new Date(at) });

describe("the certificates of an account", () => {
  it("are its own and the channel's, read from any text that holds them", () => {
    const told = givenCertificates("wechat", {
      certificate: platformCertificate.pem,
      platform_certificates: [platformCertificate.pem.replaceAll("\n", "\\n"), "no certificate", 5],
      private_key: "not looked at",
    });
    expect(told.map(({ field, of, serial }) => [field, of, serial])).toEqual([
      ["certificate", "own", platformCertificate.serial],
      ["platform_certificates", "channel", platformCertificate.serial],
    ]);
    expect(told[0]?.expiresAt).toEqual(platformEnd);
  });

  it("end with the first of its own, and with the last of the channel's", () => {
    const credentials = { app_certificate: leaf, alipay_certificate: inter };
    const ends = [endOf(leaf), endOf(inter)].map((end) => end?.getTime() ?? 0);
    expect(ends[0]).not.toBe(ends[1]);
    expect(certificatesEnd("alipay", credentials, [])?.getTime()).toBe(Math.min(...ends));
    const later = downloaded("2080-01-01T00:00:00Z");
    expect(certificatesEnd("alipay", credentials, [later])?.getTime()).toBe(ends[0]);
    expect(certificatesEnd("alipay", { alipay_certificate: inter }, [later])).toEqual(later.expiresAt);
  });

  it("of the channel do not matter where its public key proves its answers", () => {
    const over = downloaded("2020-01-01T00:00:00Z");
    expect(certificatesEnd("wechat", { public_key: "x" }, [over])).toBeNull();
    expect(
      certificatesEnd("wechat", { public_key: "x", certificate: platformCertificate.pem }, [over]),
    ).toEqual(platformEnd);
    expect(certificatesEnd("wechat", {}, [over])).toEqual(over.expiresAt);
    expect(certificatesEnd("mock", {}, [])).toBeNull();
  });
});

import { generateKeyPairSync } from "node:crypto";

import { describe, expect, it } from "vitest";

import { alipayAccountFile } from "../testing/alipay-platform.ts";
import { platformCertificate } from "../testing/wechat-certificate.ts";
import { wechatAccountFile } from "../testing/wechat-platform.ts";
import { changedIdentity, parseAccount } from "./account.ts";

const url = "https://channel.example";
const wechatFile = wechatAccountFile(url);
const alipayFile = alipayAccountFile(`${url}/gateway.do`);
const mockFile = { channel: "mock", name: "mock", live: false };

describe("reading an account file", () => {
  it.each([wechatFile, alipayFile, mockFile])("takes a whole $channel account", (file) => {
    const reading = parseAccount(file);
    expect(reading).toMatchObject({ kind: "account", account: { channel: file.channel, live: false } });
  });

  it.each([
    ["mchid", "190000729x"],
    ["appid", ""],
    ["serial_no", "not hex at all"],
    ["private_key", "-----BEGIN PRIVATE KEY-----\nMIIsecret\n-----END PRIVATE KEY-----"],
    ["apiv3_key", "31 bytes are not enough, by one"],
    ["public_key_id", "114232134912410000000000000"],
    ["public_key", "MIIsecret"],
    ["platform_certificates", ["MIIsecret"]],
    ["mode", "partner"],
    ["surplus", "MIIsecret"],
  ])("names a wrong %s of a WeChat account and never shows it", (field, value) => {
    const faults = faultsOf({ ...wechatFile, credentials: { ...wechatFile.credentials, [field]: value } });
    expect(faults).toHaveLength(1);
    if (field !== "surplus") expect(faults[0]?.field).toMatch(new RegExp(`^credentials\\.${field}`));
    if (value !== "") expect(JSON.stringify(faults)).not.toContain(String(value).slice(0, 10));
  });

  it("wants a public key with its id, or neither: certificates are then downloaded", () => {
    const none = { ...wechatFile.credentials, public_key: null, public_key_id: null };
    expect(faultsOf({ ...wechatFile, credentials: none })).toEqual([]);
    const nameless = { ...wechatFile.credentials, public_key_id: null };
    expect(faultsOf({ ...wechatFile, credentials: nameless })[0]?.field).toBe("credentials.public_key_id");
  });

  it("wants the certificate of a WeChat account to be its private key's", () => {
    const credentials = { ...wechatFile.credentials, certificate: platformCertificate.pem };
    expect(faultsOf({ ...wechatFile, credentials })[0]?.field).toBe("credentials.certificate");
    const own = {
      private_key: platformCertificate.privateKey.export({ type: "pkcs8", format: "pem" }),
      serial_no: platformCertificate.serial,
    };
    expect(faultsOf({ ...wechatFile, credentials: { ...credentials, ...own } })).toEqual([]);
    const other = { ...credentials, ...own, serial_no: "5F1C72E2" };
    expect(faultsOf({ ...wechatFile, credentials: other })[0]?.field).toBe("credentials.serial_no");
  });

  it("takes a service provider's account with the merchant that it speaks for", () => {
    const partner = { ...wechatFile.credentials, mode: "partner", sub_mchid: "1900000109" };
    expect(faultsOf({ ...wechatFile, credentials: partner })).toEqual([]);
    expect(faultsOf({ ...wechatFile, credentials: { ...partner, mode: "direct" } })[0]?.field).toBe(
      "credentials.mode",
    );
    const without = { ...wechatFile.credentials, sub_appid: "wx8888888888888888" };
    expect(faultsOf({ ...wechatFile, credentials: without })[0]?.field).toBe("credentials.sub_appid");
  });

  it.each(["https://backup.example/v3", "https://user@backup.example", "http://backup.example"])(
    "holds WeChat Pay's backup host %s to the rules of the first",
    (backup) => {
      const credentials = { ...wechatFile.credentials, backup_base_url: backup };
      expect(faultsOf({ ...wechatFile, live: true, credentials }).map(({ field }) => field)).toEqual([
        "credentials.backup_base_url",
      ]);
    },
  );

  it("tells all faults together", () => {
    const credentials = { ...alipayFile.credentials, app_id: "x", private_key: "y", alipay_public_key: "z" };
    const faults = faultsOf({ ...alipayFile, base_url: "https://a.example/?b=c", credentials });
    expect(faults.map(({ field }) => field).sort()).toEqual([
      "base_url",
      "credentials.alipay_public_key",
      "credentials.app_id",
      "credentials.private_key",
    ]);
  });

  it("notices the application's own public key where Alipay's belongs", () => {
    const own = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const credentials = {
      ...alipayFile.credentials,
      private_key: own.privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
      alipay_public_key: own.publicKey.export({ type: "spki", format: "der" }).toString("base64"),
    };
    expect(faultsOf({ ...alipayFile, credentials })[0]?.message).toContain("own public key");
  });

  it("takes real money over https alone, and for mock not at all", () => {
    const open = { ...wechatFile, live: true, base_url: "http://channel.example" };
    expect(faultsOf(open).map(({ field }) => field)).toEqual(["base_url"]);
    expect(faultsOf({ ...mockFile, live: true }).map(({ field }) => field)).toEqual(["live"]);
  });

  it.each(["https://user:hunter2@channel.example", "https://hunter2@channel.example"])(
    "takes no user information in an address, and does not show it",
    (address) => {
      const faults = faultsOf({ ...wechatFile, base_url: address });
      expect(faults.map(({ field }) => field)).toEqual(["base_url"]);
      expect(JSON.stringify(faults)).not.toContain("hunter2");
    },
  );

  it.each([{}, null, [], "x", { ...mockFile, channel: "paypal" }, { ...mockFile, base_url: "ftp://x" }])(
    "refuses %j",
    (file) => {
      expect(parseAccount(file).kind).toBe("invalid");
    },
  );

  it("allows no path under WeChat Pay's address and completes Alipay's", () => {
    expect(faultsOf({ ...wechatFile, base_url: `${url}/v3` })[0]?.field).toBe("base_url");
    expect(faultsOf({ ...wechatFile, base_url: undefined })[0]?.field).toBe("base_url");
    expect(parseAccount({ ...alipayFile, base_url: url }).kind).toBe("account");
  });
});

describe("the identity of an account", () => {
  it.each([
    [wechatFile, "mchid"],
    [wechatFile, "appid"],
    [wechatFile, "sub_mchid"],
    [alipayFile, "app_id"],
    [alipayFile, "seller_id"],
  ] as const)("at $channel is another one with another %s", (file, field) => {
    const other = { ...accountOf(file), credentials: { ...file.credentials, [field]: "1" } };
    expect(changedIdentity(file, other)).toBe(`credentials.${field}`);
  });

  it("stays with other keys, another name and another address", () => {
    const account = accountOf(wechatFile);
    const earlier = { ...wechatFile.credentials, private_key: "other", serial_no: "other" };
    expect(
      changedIdentity({ ...wechatFile, name: "x", base_url: null, credentials: earlier }, account),
    ).toBeNull();
    expect(changedIdentity(mockFile, accountOf(mockFile))).toBeNull();
  });
});

function accountOf(file: unknown) {
  const reading = parseAccount(file);
  if (reading.kind === "invalid") throw new Error(JSON.stringify(reading.faults));
  return reading.account;
}

function faultsOf(file: unknown) {
  const reading = parseAccount(file);
  return reading.kind === "invalid" ? reading.faults : [];
}

import { describe, expect, it } from "vitest";
import { addressFaults } from "./channel-addresses.ts";

const wechat = { channel: "wechat", baseUrl: "https://api.mch.weixin.qq.com/", credentials: {} } as const;
const alipay = {
  channel: "alipay",
  baseUrl: "https://openapi.alipay.com/gateway.do",
  credentials: {},
} as const;
const rules = { allowedChannelHosts: ["127.0.0.1", "proxy.example:8443"] };

const fieldsOf = (account: Parameters<typeof addressFaults>[1], stored: typeof account | null = null) =>
  addressFaults(rules, account, stored).map(({ field }) => field);

describe("the address of an account", () => {
  it("is its channel's own, the backup included", () => {
    expect(fieldsOf(wechat)).toEqual([]);
    expect(fieldsOf({ ...wechat, baseUrl: "https://api2.mch.weixin.qq.com/" })).toEqual([]);
    expect(fieldsOf(alipay)).toEqual([]);
    const backup = { backup_base_url: "https://api2.mch.weixin.qq.com" };
    expect(fieldsOf({ ...wechat, credentials: backup })).toEqual([]);
  });

  it.each([
    "https://evil.example/",
    "https://api.mch.weixin.qq.com.evil.example/",
    "https://api.mch.weixin.qq.com@evil.example/",
    "https://evil.example/https://api.mch.weixin.qq.com",
    "https://api.mch.weixin.qq.com.:443/",
    "https://api.mch.weixin.qq.com:8443/",
    "http://api.mch.weixin.qq.com/",
    "https://openapi.alipay.com/",
    "https://proxy.example/",
    "https://10.0.0.1/",
    "nonsense",
  ])("is not %s, neither as the first nor as the backup", (url) => {
    expect(fieldsOf({ ...wechat, baseUrl: url })).toEqual(["base_url"]);
    const credentials = { backup_base_url: url };
    expect(fieldsOf({ ...wechat, credentials })).toEqual(["credentials.backup_base_url"]);
  });

  it("is a host that is named, with its port or with any", () => {
    expect(fieldsOf({ ...wechat, baseUrl: "http://127.0.0.1:4100/" })).toEqual([]);
    expect(fieldsOf({ ...alipay, baseUrl: "https://proxy.example:8443/gateway.do" })).toEqual([]);
  });

  it("stays where it was stored, so that the account can be disabled, and moves to no other", () => {
    const stored = { ...wechat, baseUrl: "https://old.example/" };
    expect(fieldsOf(stored, stored)).toEqual([]);
    expect(fieldsOf({ ...stored, baseUrl: "https://other.example/" }, stored)).toEqual(["base_url"]);
    const moved = { ...wechat, credentials: { backup_base_url: "https://old.example/" } };
    expect(fieldsOf(moved, stored)).toEqual(["credentials.backup_base_url"]);
  });
});

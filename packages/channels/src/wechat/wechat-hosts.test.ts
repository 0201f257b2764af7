import { describe, expect, it } from "vitest";

import { backupOf } from "./wechat-hosts.ts";

describe("the host behind a WeChat Pay account's", () => {
  it.each([
    ["https://api.mch.weixin.qq.com", null, "https://api2.mch.weixin.qq.com"],
    ["https://api2.mch.weixin.qq.com", null, null],
    ["https://proxy.example", null, null],
    ["https://api.mch.weixin.qq.com", "https://proxy.example/", "https://proxy.example"],
    ["https://proxy.example", "https://other.example:8443", "https://other.example:8443"],
  ])("of %s with %s is %s", (origin, given, backup) => {
    expect(backupOf(origin, given)).toBe(backup);
  });
});

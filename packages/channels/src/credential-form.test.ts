import { channelNames } from "@compose-pay/domain";
import { describe, expect, it } from "vitest";

import { alipayAccountFile } from "../testing/alipay-platform.ts";
import { wechatAccountFile } from "../testing/wechat-platform.ts";
import { parseAccount } from "./account.ts";
import { credentialFieldsOfChannel, credentialFormOf } from "./account-form.ts";
import { isGiven } from "./credential-form.ts";
import { alipayShape } from "./alipay/alipay-credentials.ts";
import { wechatShape } from "./wechat/wechat-credentials.ts";

const schemas = { wechat: wechatShape, alipay: alipayShape } as const;
const files = {
  wechat: wechatAccountFile("https://channel.example"),
  alipay: alipayAccountFile("https://channel.example/gateway.do"),
} as const;

describe("the form of a channel's credentials", () => {
  it.each(["wechat", "alipay"] as const)(
    "asks for all that %s reads, but what follows from it",
    (channel) => {
      const asked = credentialFieldsOfChannel(channel).map(({ name }) => name);
      expect([...asked, "mode"].toSorted()).toEqual(Object.keys(schemas[channel].shape).toSorted());
    },
  );

  it.each(["wechat", "alipay"] as const)(
    "requires in each mode of %s what the schema requires",
    (channel) => {
      const required = ["private_key", channel === "wechat" ? "apiv3_key" : "seller_id"];
      for (const { name, fields } of credentialFormOf(channel).modes) {
        const needed = fields.filter(({ isRequired }) => isRequired).map((field) => field.name);
        expect(needed, name).toEqual(expect.arrayContaining(required));
        expect(needed, name).not.toContain("mini_appid");
        expect(needed, name).not.toContain("page_as");
      }
    },
  );

  it.each(["wechat", "alipay"] as const)(
    "knows the mode of a whole account of %s, and its fields",
    (channel) => {
      const file = files[channel];
      expect(parseAccount(file).kind).toBe("account");
      const form = credentialFormOf(channel);
      const mode = form.modes.find(({ name }) => name === form.modeOf(file.credentials));
      const fields = mode?.fields.map(({ name }) => name) ?? [];
      const given = Object.entries(file.credentials).filter(([, value]) => isGiven(value));
      expect(given.map(([name]) => name).filter((name) => !fields.includes(name))).toEqual([]);
    },
  );

  it("shows no key of the merchant's own, and asks for nothing where no channel is", () => {
    const secrets = channelNames.map((channel) =>
      credentialFieldsOfChannel(channel)
        .filter(({ isSecret }) => isSecret)
        .map(({ name }) => name),
    );
    expect(secrets).toEqual([["private_key", "apiv3_key"], ["private_key"], []]);
  });

  it.each([
    [{ sub_mchid: "1900000118", public_key: "x" }, "service_provider"],
    [{ public_key: "x", platform_certificates: ["x"] }, "both"],
    [{ public_key: "x", platform_certificates: [] }, "public_key"],
    [{ public_key: null }, "platform_certificates"],
  ])("tells a WeChat account of %j to be %s", (credentials, mode) => {
    expect(credentialFormOf("wechat").modeOf(credentials)).toBe(mode);
  });
});

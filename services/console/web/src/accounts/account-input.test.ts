import type { AccountDetail, AccountFormView } from "@compose-pay/contracts";
import { describe, expect, it } from "vitest";
import { accountInput, accountValues, fieldsOf } from "./account-input.ts";

const field = (name: string, input: "line" | "text" | "texts" | "choice" = "line", secret = false) => ({
  name,
  required: true,
  secret,
  input,
  choices: [],
});
const forms: readonly AccountFormView[] = [
  {
    channel: "wechat",
    base_url: "https://api.example",
    modes: [
      {
        name: "public_key",
        fields: [field("mchid"), field("private_key", "text", true), field("public_key")],
      },
      { name: "certificates", fields: [field("mchid"), field("platform_certificates", "texts")] },
    ],
  },
  { channel: "mock", base_url: null, modes: [{ name: "mock", fields: [] }] },
];
const account: AccountDetail = {
  id: "acc_1",
  version: "0".repeat(32),
  channel: "wechat",
  name: "shop",
  live: true,
  enabled: true,
  base_url: null,
  notification_path: null,
  mode: "certificates",
  certificates_end: null,
  certificates: "well",
  created_at: "",
  updated_at: "",
  values: { mchid: "1900000109", platform_certificates: ["A", "B"] },
  secrets: [{ name: "private_key", is_set: true, changed_at: null }],
};
const pem = (body: string) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`;

describe("accountInput", () => {
  it("begins with the channel's own address and its first mode", () => {
    expect(accountValues(null, forms)).toMatchObject({ mode: "public_key", baseUrl: "https://api.example" });
  });

  it("sends the fields of the chosen mode alone, and none that is empty", () => {
    const values = {
      ...accountValues(account, forms),
      mode: "public_key",
      credentials: { mchid: " 1 ", private_key: " ", public_key: "K", platform_certificates: "left behind" },
    };
    expect(accountInput(values, fieldsOf(forms, values), account)).toEqual({
      id: "acc_1",
      expected_version: account.version,
      channel: "wechat",
      mode: "public_key",
      name: "shop",
      live: true,
      enabled: true,
      base_url: null,
      credentials: { mchid: "1", public_key: "K" },
    });
  });

  it("takes certificates apart that stand one below the other, and leaves what is none as it is", () => {
    const values = accountValues(account, forms);
    const fields = fieldsOf(forms, values);
    const typed = (text: string) =>
      accountInput({ ...values, credentials: { platform_certificates: text } }, fields, null).credentials;
    expect(typed(`Bag\n${pem("A")}\n\n${pem("B")}`)).toEqual({ platform_certificates: [pem("A"), pem("B")] });
    expect(typed("nonsense")).toEqual({ platform_certificates: ["nonsense"] });
  });
});

import { generateKeyPairSync } from "node:crypto";
import { findChannelAccount, updateChannelAccount } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditOf } from "../../testing/audit-of.ts";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";

const official = "https://api.mch.weixin.qq.com";
let stage: ConsoleStage;
let keeper: SignedIn;

beforeAll(async () => {
  stage = await openConsoleStage({ changes: { CHANNEL_ALLOWED_HOSTS: "127.0.0.1,proxy.example:8443" } });
  keeper = await stage.signIn(["accounts.read", "accounts.manage"]);
});
afterAll(() => stage.close());

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const credentials = {
  mchid: "1900000109",
  appid: "wxd678efh567hg6787",
  serial_no: "5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
  private_key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  apiv3_key: "0123456789abcdef0123456789abcdef",
};

function form(name: string, changes: { readonly live?: boolean; readonly base_url?: string } = {}) {
  const what = { channel: "wechat", mode: "platform_certificates", credentials } as const;
  return { ...what, name, live: true, enabled: true, base_url: official, ...changes };
}

async function put(name: string, changes: Parameters<typeof form>[1] = {}) {
  return (await keeper.call("accounts.put", form(name, changes))).data();
}

describe("the address of an account with real money", () => {
  it.each([
    ["https://evil.example", "CHANNEL_ALLOWED_HOSTS"],
    [`${official}.evil.example`, "CHANNEL_ALLOWED_HOSTS"],
    ["https://openapi.alipay.com", "CHANNEL_ALLOWED_HOSTS"],
    ["https://proxy.example", "CHANNEL_ALLOWED_HOSTS"],
    ["http://127.0.0.1:9", "https"],
  ])("is not %s", async (base_url, rule) => {
    const refusal = (await keeper.call("accounts.put", form("moved", { base_url }))).problem();
    expect(refusal.errors).toMatchObject([{ path: "base_url" }]);
    expect(refusal.errors?.[0]?.message).toContain(rule);
  });

  it("is the channel's own, or one that is named", async () => {
    expect(await put("own")).toMatchObject({ live: true, base_url: `${official}/` });
    const proxied = await put("by a proxy", { base_url: "https://proxy.example:8443" });
    expect(proxied.base_url).toBe("https://proxy.example:8443/");
  });

  it("is not changed to another one, nor is its backup, and the audit tells who tried", async () => {
    const { id, version: expected_version } = await put("changed");
    const seen = { id, expected_version };
    const moved = { ...form("changed", { base_url: "https://evil.example" }), ...seen };
    expect((await keeper.call("accounts.put", moved)).problem().errors?.[0]?.path).toBe("base_url");
    const backup = { ...credentials, backup_base_url: "https://evil.example" };
    const backed = await keeper.call("accounts.put", { ...form("changed"), ...seen, credentials: backup });
    expect(backed.problem().errors?.[0]?.path).toBe("credentials.backup_base_url");
    const row = await findChannelAccount(stage.database.connection, id);
    expect(row?.baseUrl).toBe(`${official}/`);
    const entries = await auditOf(stage, { action: "accounts.put", subject: "changed" });
    expect(entries.filter(({ phase }) => phase === "refused")).toMatchObject([
      { operator: keeper.operator.email },
      { operator: keeper.operator.email },
    ]);
  });

  it("may stay what it was before this was asked for, so that the account can still be disabled", async () => {
    const { id } = await put("of before");
    await updateChannelAccount(stage.database.connection, id, { baseUrl: "https://old.example/" });
    const { version: expected_version } = (await keeper.call("accounts.show", { id })).data();
    const disabled = await keeper.call("accounts.put", {
      ...form("of before", { base_url: "https://old.example/" }),
      id,
      expected_version,
      enabled: false,
    });
    expect(disabled.data()).toMatchObject({ enabled: false, base_url: "https://old.example/" });
  });
});

describe("the address of an account without real money", () => {
  it("is a sandbox that is named, and nothing else", async () => {
    const test = await put("sandbox", { live: false, base_url: "http://127.0.0.1:4100" });
    expect(test.base_url).toBe("http://127.0.0.1:4100/");
    const elsewhere = form("elsewhere", { live: false, base_url: "http://10.0.0.1:80" });
    expect((await keeper.call("accounts.put", elsewhere)).problem().errors?.[0]?.path).toBe("base_url");
  });
});

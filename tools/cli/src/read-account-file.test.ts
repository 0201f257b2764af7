import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { wechatFile, wechatSecrets } from "../testing/account-files.ts";
import { readAccountFile } from "./read-account-file.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "compose-pay-cli-"));
  file = path.join(folder, "account.json");
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("readAccountFile", () => {
  it("reads an account", async () => {
    expect(await read(wechatFile)).toMatchObject({
      kind: "account",
      account: { channel: "wechat", name: "shop-wechat", credentials: wechatFile.credentials },
    });
  });

  it.each([
    ["channel", { ...wechatFile, channel: "paypal" }],
    ["name", { ...wechatFile, name: "" }],
    ["live", { ...wechatFile, live: "no" }],
    ["base_url", { ...wechatFile, base_url: "ftp://somewhere" }],
    ["base_url", { ...wechatFile, base_url: `https://user:${wechatSecrets[0]}@somewhere` }],
    ["credentials.mchid", credentials({ mchid: "x" })],
    ["credentials.private_key", credentials({ private_key: wechatSecrets[1] })],
    ["credentials.apiv3_key", credentials({ apiv3_key: `${wechatSecrets[0]}+` })],
    ["credentials.public_key", credentials({ public_key: undefined })],
  ])(
    "names the field %s when it is wrong, and shows nothing that stands in the file",
    async (field, content) => {
      const reading = await read(content);
      if (reading.kind !== "failed") throw new Error("it was read");
      expect(reading.code).toBe("account_invalid");
      expect(reading.message.slice(`${file}: `.length).split(" ")[0]).toBe(field);
      for (const secret of wechatSecrets) expect(reading.message).not.toContain(secret);
    },
  );

  it("tells a file that is not JSON from one that is not there, without quoting it", async () => {
    writeFileSync(file, `{"apiv3_key": ${wechatSecrets[0]}`);
    expect(await readAccountFile(file)).toMatchObject({
      code: "file_malformed",
      message: `${file} is not JSON`,
    });
    const gone = path.join(folder, "gone.json");
    expect(await readAccountFile(gone)).toMatchObject({ message: `${gone} cannot be read` });
  });

  it("refuses a file that would not fit its column", async () => {
    const content = { ...wechatFile, padding: "x".repeat(50_000) };
    expect(await read(content)).toMatchObject({ code: "file_too_large" });
  });
});

function credentials(change: Readonly<Record<string, unknown>>) {
  return { ...wechatFile, credentials: { ...wechatFile.credentials, ...change } };
}

async function read(content: unknown) {
  writeFileSync(file, JSON.stringify(content));
  return readAccountFile(file);
}

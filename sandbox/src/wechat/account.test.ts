import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openClock } from "../core/clock.ts";
import { openDatabase } from "../core/database.ts";
import { openDocuments } from "../core/documents.ts";
import { openWechatAccounts } from "./account.ts";
import { openPlatform } from "./platform.ts";

let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "wechat-account-"));
});
afterAll(() => rm(dataDir, { recursive: true }));

describe("a merchant's account", () => {
  it("of a file from before there were proof modes knows both, and speaks for itself", async () => {
    const database = openDatabase(dataDir);
    const documents = openDocuments(database);
    const clock = openClock(documents);
    const platform = await openPlatform(documents, clock.realNow());
    const { publicKey: _revived, ...saved } = await openWechatAccounts(documents, platform, clock).create({
      mchid: "1900009191",
      appid: "wxd678efh567hg6787",
    });
    const { mode: _mode, subMchid: _subMchid, subAppid: _subAppid, ...before } = saved;
    documents.save("wechat/account/1900009191", before);
    const account = openWechatAccounts(documents, platform, clock).find("1900009191");
    expect(account).toMatchObject({ ...before, mode: "both", subMchid: null, subAppid: null });
    database.close();
  });
});

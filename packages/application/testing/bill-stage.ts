import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { archiveSettings, openArchive } from "@compose-pay/archive";
import { parseAccount } from "@compose-pay/channels";
import type { BillRow, Database } from "@compose-pay/database";
import {
  createLogger,
  createSecretBox,
  newId,
  parseMasterKey,
  readSettings,
  systemClock,
} from "@compose-pay/runtime";
import { type Sandbox, startSandbox } from "@compose-pay/sandbox";
import { z } from "zod";
import { createChannelDirectory } from "../src/channel-directory.ts";
import type { LoadBillDeps } from "../src/load-bill.ts";
import { putChannelAccount } from "../src/put-channel-account.ts";
import type { AccountDependencies } from "../src/channel-addresses.ts";
import { uploadBill } from "../src/upload-bill.ts";
import { openSetUp, type SetUpFixture } from "./set-up-fixture.ts";
import { type BillFileOptions, writeWechatBill } from "./wechat-bill-file.ts";

export interface BillStage {
  readonly deps: AccountDependencies & LoadBillDeps;
  readonly sandbox: Sandbox;
  /** The sandbox's accounts, as they are stored here. */
  readonly wechat: { readonly accountId: string; readonly mchid: string };
  readonly alipay: { readonly accountId: string };
  /** A day that no other test of this stage has. */
  newDay(): string;
  /** A file with what an upload needs to know of it. */
  file(changes: Partial<BillFileOptions> & Pick<BillFileOptions, "day">): Promise<string>;
  /** Uploads such a file; it is still to be loaded. */
  upload(changes: Partial<BillFileOptions> & Pick<BillFileOptions, "day">): Promise<BillRow>;
  /** How many lines a bill has, each counted once. */
  lines(billId: string): Promise<{ readonly rows: number; readonly numbers: number }>;
  /** For another process on the same archive, database and keys. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function openBillStage(): Promise<BillStage> {
  const folder = await mkdtemp(path.join(tmpdir(), "bill-stage-"));
  const setUp = await openSetUp();
  const sandbox = await startSandbox({ dataDir: path.join(folder, "sandbox") });
  const env = {
    ARCHIVE_URL: path.join(folder, "archive"),
    SCRATCH_DIR: path.join(folder, "scratch"),
    DATABASE_URL: setUp.url,
    MASTER_KEY: randomBytes(32).toString("base64"),
  };
  const deps = billDeps(env, setUp.deps.database);
  const files = sandbox.accounts();
  const wechat = { accountId: await put(deps, files.wechat), mchid: files.wechat.credentials.mchid };
  const alipay = { accountId: await put(deps, files.alipay) };
  let days = 0;
  const file: BillStage["file"] = async (changes) => {
    const written = path.join(folder, newId("file"));
    await writeWechatBill(written, { mchid: wechat.mchid, payments: 10, ...changes });
    return written;
  };
  return {
    deps,
    sandbox,
    wechat,
    alipay,
    env,
    file,
    newDay: () => new Date(Date.UTC(2026, 0, (days += 1))).toISOString().slice(0, 10),
    upload: async (changes) => {
      const key = { accountId: wechat.accountId, day: changes.day, type: "trade" } as const;
      const uploaded = await uploadBill(deps, { ...key, path: await file(changes), operator: "ops" });
      if (uploaded.kind !== "kept") throw new Error(`the upload is ${uploaded.kind}`);
      return uploaded.bill;
    },
    lines: (billId) => countLines(setUp, billId),
    close: async () => {
      await deps.channels.dispose();
      await sandbox.close();
      await setUp.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** What loads bills, on the settings that a process of its own would read. */
export function billDeps(env: BillStage["env"], database: Database): AccountDependencies & LoadBillDeps {
  const current = parseMasterKey(env["MASTER_KEY"] ?? "");
  if (current === null) throw new Error("MASTER_KEY is 32 bytes in base64");
  const settings = readSettings(z.object(archiveSettings), env);
  const deps = { database, secretBox: createSecretBox({ current }), clock: systemClock, newId };
  return {
    ...deps,
    allowedChannelHosts: ["127.0.0.1"],
    channels: createChannelDirectory(deps),
    archive: openArchive(settings),
    logger: createLogger({ service: "test", level: "silent" }),
    scratchFolder: settings.SCRATCH_DIR,
  };
}

async function put(deps: AccountDependencies, file: unknown): Promise<string> {
  const reading = parseAccount(file);
  if (reading.kind !== "account") throw new Error("the sandbox gives account files");
  const stored = await putChannelAccount(deps, { account: reading.account, enabled: true });
  if (stored.kind !== "created") throw new Error(`the account is ${stored.kind}`);
  return stored.account.id;
}

async function countLines({ deps }: SetUpFixture, billId: string) {
  const sql = "SELECT COUNT(*), COUNT(DISTINCT out_no) FROM bill_lines WHERE bill_id = ?";
  const [rows] = await deps.database.pool.query({ sql, rowsAsArray: true, values: [billId] });
  const [[all, numbers] = []] = z.array(z.array(z.number())).parse(rows);
  return { rows: all ?? 0, numbers: numbers ?? 0 };
}

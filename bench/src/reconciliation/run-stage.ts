import { rmSync } from "node:fs";
import path from "node:path";
import { archiveSettings, type ArchiveSettings } from "@compose-pay/archive";
import { type Channel, parseAccount } from "@compose-pay/channels";
import { type Database, openDatabase } from "@compose-pay/database";
import type { AddedProcess } from "@compose-pay/start";
import { request } from "undici";
import { z } from "zod";
import type { Ground } from "../ground/ground.ts";

/** An account at WeChat Pay, and as many processes of reconcile-worker as a benchmark wants; no other service runs. */
export interface RunStage {
  readonly ground: Ground;
  readonly database: Database;
  readonly accountId: string;
  readonly mchid: string;
  readonly channel: Channel;
  /** Of everything that is written, the archive included; deleted at the end. */
  readonly folder: string;
  readonly archive: { readonly folder: string; readonly settings: ArchiveSettings };
  addWorker(): Promise<AddedProcess>;
  close(): Promise<void>;
}

const accountFiles = z.looseObject({
  wechat: z.looseObject({ credentials: z.looseObject({ mchid: z.string() }) }),
});

export async function openRunStage(ground: Ground): Promise<RunStage> {
  const folder = path.join(ground.folder, "reconciliation");
  const variables = { ARCHIVE_URL: path.join(folder, "archive"), SCRATCH_DIR: path.join(folder, "scratch") };
  const product = await ground.startProduct([], { "reconcile-worker": variables });
  const answer = await request(`${product.sandboxUrl}/control/accounts`);
  const { wechat } = accountFiles.parse(await answer.body.json());
  const reading = parseAccount(wechat);
  if (reading.kind !== "account") throw new Error("the sandbox's account file cannot be read");
  const database = openDatabase({ url: ground.servers.databaseUrl, poolSize: 4 });
  return {
    ground,
    database,
    accountId: product.demo.accounts.wechat,
    mchid: wechat.credentials.mchid,
    channel: reading.account.open(),
    folder,
    archive: {
      folder: variables.ARCHIVE_URL,
      settings: z.object(archiveSettings).parse(variables),
    },
    addWorker: () => product.addProcess("reconcile-worker"),
    close: async () => {
      await product.stop();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

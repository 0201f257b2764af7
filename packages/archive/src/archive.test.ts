import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { readSettings } from "@compose-pay/runtime";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { directoryStore, s3Store, type StoreUnderTest } from "../testing/stores.ts";
import { type Archive, archiveSettings, openArchive } from "./index.ts";

const bill = Buffer.from("交易时间,微信订单号\r\n".repeat(20_000));
const sha256 = createHash("sha256").update(bill).digest("hex");

async function* pieces(content: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += 1_000) yield content.subarray(at, at + 1_000);
}

async function* breaksOff(): AsyncGenerator<Uint8Array> {
  yield bill;
  await Promise.reject(new Error("the channel hung up"));
}

describe.each([
  ["a folder", directoryStore],
  ["S3", s3Store],
])("an archive in %s", (_, openStore) => {
  let store: StoreUnderTest;
  let archive: Archive;
  let folder: string;
  beforeAll(async () => {
    store = await openStore();
    archive = openArchive(readSettings(z.object(archiveSettings), store.env));
    folder = await mkdtemp(path.join(tmpdir(), "archive-test-brought-"));
  });
  beforeEach(() => rm(path.join(folder, "bill"), { force: true }));
  afterAll(async () => {
    archive.close();
    await store.close();
    await rm(folder, { recursive: true });
  });
  const to = () => path.join(folder, "bill");

  it("brings back what it was given, piece by piece or as a file, and keeps it smaller", async () => {
    const kept = await archive.keep(pieces(bill));
    expect(kept).toMatchObject({ sha256, bytes: bill.length, key: `${sha256.slice(0, 2)}/${sha256}.gz` });
    expect(kept.storedBytes).toBeLessThan(bill.length / 10);
    await archive.bring(kept.key, to());
    expect((await readFile(to())).equals(bill)).toBe(true);
    expect(await archive.keep(to())).toEqual(kept);
  });

  it("keeps the same content once, and another beside it", async () => {
    const [one, again] = await Promise.all([archive.keep(pieces(bill)), archive.keep(pieces(bill))]);
    expect(again).toEqual(one);
    const before = await store.stored();
    const other = await archive.keep(pieces(Buffer.from("another")));
    expect(await store.stored()).toHaveLength(before.length + 1);
    await archive.remove(other.key);
    expect(await store.stored()).toEqual(before);
    await archive.remove(other.key);
  });

  it("keeps a file of no bytes, too", async () => {
    const { key, bytes } = await archive.keep(pieces(Buffer.alloc(0)));
    expect(bytes).toBe(0);
    await archive.bring(key, to());
    expect(await readFile(to())).toHaveLength(0);
  });

  it("says that nothing is kept under a key", async () => {
    const missing = `ab/ab${"0".repeat(62)}.gz`;
    await expect(archive.bring(missing, to())).rejects.toMatchObject({ fault: "missing" });
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ["other content", (file: string) => writeFile(file, gzipSync("0.01 became 0.10"))],
    ["noise", (file: string) => writeFile(file, randomBytes(2_000))],
    ["a part of it", (file: string) => truncate(file, 400)],
    ["nothing", (file: string) => truncate(file, 0)],
  ])(
    "refuses a file that was replaced by %s, leaves nothing of it, and can keep it anew",
    async (_case, spoil) => {
      const { key } = await archive.keep(pieces(bill));
      await spoil(await store.fileOf(key));
      await expect(archive.bring(key, to())).rejects.toMatchObject({ fault: "damaged" });
      expect(await readdir(folder)).toEqual([]);
      await archive.keep(pieces(bill));
      await archive.bring(key, to());
      expect((await readFile(to())).equals(bill)).toBe(true);
    },
  );

  it.each([
    "../../etc/passwd",
    "/etc/passwd",
    `ab/ab${"0".repeat(62)}.gz/../x`,
    `ab/cd${"0".repeat(62)}.gz`,
    "",
  ])("refuses the key %j, which it never gave", async (key) => {
    await expect(archive.bring(key, to())).rejects.toMatchObject({ fault: "key_malformed" });
    await expect(archive.remove(key)).rejects.toMatchObject({ fault: "key_malformed" });
  });

  it("keeps nothing of what broke off", async () => {
    const before = await store.stored();
    await expect(archive.keep(breaksOff())).rejects.toThrow("the channel hung up");
    expect(await store.stored()).toEqual(before);
  });

  it("has no half of a file whose keeper was killed", async () => {
    const before = await store.stored();
    const program = fileURLToPath(new URL("../testing/keep-without-end.ts", import.meta.url));
    const child = spawn(process.execPath, [program], {
      env: { PATH: process.env["PATH"], ...store.env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = once(child, "exit");
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    expect(await exited).toEqual([null, "SIGKILL"]);
    expect(await store.stored()).toEqual(before);
  });
});

import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import S3rver from "s3rver";

export interface StoreUnderTest {
  /** What opens an archive on it, as the environment of a process has it. */
  readonly env: Readonly<Record<string, string>>;
  /** Files under the root of the store, but for those that are not there yet. */
  readonly stored: () => Promise<readonly string[]>;
  /** The file in which the bytes of a key lie. */
  readonly fileOf: (key: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

export async function directoryStore(): Promise<StoreUnderTest> {
  const folder = await mkdtemp(path.join(tmpdir(), "archive-test-"));
  const root = path.join(folder, "archive");
  const stored = async () => (await filesUnder(root)).filter((file) => !file.startsWith(".partial"));
  return {
    env: { ARCHIVE_URL: `file://${root}`, SCRATCH_DIR: path.join(folder, "scratch") },
    stored,
    fileOf: (key) => Promise.resolve(path.join(root, key)),
    close: () => rm(folder, { recursive: true }),
  };
}

/** A server that speaks S3 over HTTP, on its own port; its objects are files. */
export async function s3Store(): Promise<StoreUnderTest> {
  const folder = await mkdtemp(path.join(tmpdir(), "archive-test-"));
  const root = path.join(folder, "objects");
  const place = { directory: root, address: "127.0.0.1", port: 0, silent: true };
  const server = new S3rver({ ...place, configureBuckets: [{ name: "bills" }] });
  const { port } = await server.run();
  const stored = async () => (await filesUnder(root)).filter((file) => file.endsWith("._S3rver_object"));
  return {
    env: {
      ARCHIVE_URL: `s3://bills/kept/here?endpoint=http://127.0.0.1:${port}&path_style=1`,
      ARCHIVE_ACCESS_KEY_ID: "S3RVER",
      ARCHIVE_SECRET_ACCESS_KEY: "S3RVER",
      SCRATCH_DIR: path.join(folder, "scratch"),
    },
    stored,
    fileOf: (key) => Promise.resolve(path.join(root, "bills", "kept/here", `${key}._S3rver_object`)),
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function filesUnder(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return found
    .filter((one) => one.isFile())
    .map((one) => path.relative(folder, path.join(one.parentPath, one.name)));
}

import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { ArchiveError, type KeptFile, mostBytes, mostStoredBytes } from "./archive.ts";
import { keyOf } from "./archive-key.ts";

/** A file as it lies compressed on this machine, on its disk and not only on its way there. */
export interface PackedFile extends KeptFile {
  readonly path: string;
  /** Of the compressed bytes, in base64. */
  readonly md5: string;
}

/** Bills shrink to a tenth; more effort gains little and takes twice as long. */
const level = 4;

/** @throws ArchiveError `too_large`, or what `content` throws */
export async function packFile(
  content: string | AsyncIterable<Uint8Array>,
  toPath: string,
): Promise<PackedFile> {
  const raw = createMeter("sha256", mostBytes);
  const packed = createMeter("md5", mostStoredBytes);
  await pipeline(
    typeof content === "string" ? createReadStream(content) : content,
    raw.pass,
    createGzip({ level }),
    packed.pass,
    createWriteStream(toPath, { flags: "wx", mode: 0o600, flush: true }),
  );
  const sha256 = raw.digest("hex");
  return {
    key: keyOf(sha256),
    sha256,
    bytes: raw.bytes(),
    storedBytes: packed.bytes(),
    path: toPath,
    md5: packed.digest("base64"),
  };
}

/** @throws ArchiveError `damaged` when it is not the file of this hash; then nothing is at the path that was not before */
export async function unpackFile(
  packed: AsyncIterable<Uint8Array>,
  toPath: string,
  sha256: string,
): Promise<void> {
  const part = `${toPath}.${process.pid}.part`;
  const raw = createMeter("sha256", mostBytes);
  try {
    // Not flushed to the disk: it is a copy, and who brought it reads it now.
    await pipeline(packed, createGunzip(), raw.pass, createWriteStream(part, { mode: 0o600 }));
    if (raw.digest("hex") !== sha256) throw damaged(sha256);
    await rename(part, toPath);
  } catch (error) {
    await rm(part, { force: true });
    throw isDamage(error) ? damaged(sha256, error) : error;
  }
}

function createMeter(algorithm: "sha256" | "md5", most: number) {
  const hash = createHash(algorithm);
  let bytes = 0;
  async function* measure(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > most) throw new ArchiveError("too_large", `the file has more than ${most} bytes`);
      hash.update(chunk);
      yield chunk;
    }
  }
  return {
    pass: (chunks: AsyncIterable<Uint8Array>) => measure(chunks),
    bytes: () => bytes,
    digest: (encoding: "hex" | "base64") => hash.digest(encoding),
  };
}

function damaged(sha256: string, cause?: unknown): ArchiveError {
  return new ArchiveError("damaged", `what is kept under ${keyOf(sha256)} is not what was kept`, { cause });
}

/** What decompression says of bytes that gzip has not written. */
function isDamage(error: unknown): boolean {
  if (error instanceof ArchiveError) return error.fault === "too_large";
  return error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
}

import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, mkdirSync, rmSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";

const mostFiles = 64;
/** Fast: a bill of ten million lines is made while somebody waits. */
const gzipLevel = 1;

/** A bill as it lies on the disk. */
export type BillFile = {
  /** Of the bill itself, not of its compressed form. */
  readonly bytes: number;
  /** SHA1 of the bill itself in lower-case hexadecimal. */
  readonly sha1: string;
  /** Bytes of the compressed form; null when there is none. */
  readonly gzipBytes: number | null;
  readonly open: () => Readable;
  /** The compressed form. */
  readonly openGzip: () => Readable;
};

export type BillContent = {
  readonly chunks: () => Iterable<Buffer> | AsyncIterable<Buffer>;
  /** Kept compressed, and given out in either form. */
  readonly isGzipped: boolean;
};

/**
 * Bills are large and asked for again: each is written to the disk once. The files are a cache that begins
 * empty with the process and drops the oldest; the same bill written again has the same bytes.
 */
export type BillFiles = {
  /** The file of that key, written if it is not there. The work is shared by all who wait for it. */
  get(key: string, content: BillContent): Promise<BillFile>;
};

export function openBillFiles(directory: string): BillFiles {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const files = new Map<string, { readonly path: string; readonly made: Promise<BillFile> }>();
  const drop = (key: string) => {
    const dropped = files.get(key);
    files.delete(key);
    if (dropped !== undefined) rmSync(dropped.path, { force: true });
  };
  return {
    get(key, content) {
      const found = files.get(key);
      if (found !== undefined) return found.made;
      const oldest = files.keys().next().value;
      if (files.size >= mostFiles && oldest !== undefined) drop(oldest);
      const path = join(directory, randomUUID());
      const made = write(path, content);
      files.set(key, { path, made });
      made.catch(() => drop(key));
      return made;
    },
  };
}

async function write(path: string, { chunks, isGzipped }: BillContent): Promise<BillFile> {
  const hash = createHash("sha1");
  let bytes = 0;
  const source = Readable.from(chunks(), { highWaterMark: 1 }).map((chunk: Buffer) => {
    hash.update(chunk);
    bytes += chunk.length;
    return chunk;
  });
  const sink = createWriteStream(path, { mode: 0o600 });
  if (isGzipped) await pipeline(source, createGzip({ level: gzipLevel }), sink);
  else await pipeline(source, sink);
  const stored = () => createReadStream(path);
  const unpacked = (): Readable => {
    const plain = createGunzip();
    pipeline(stored(), plain).catch((error: Error) => plain.destroy(error));
    return plain;
  };
  return {
    bytes,
    sha1: hash.digest("hex"),
    gzipBytes: isGzipped ? (await stat(path)).size : null,
    open: isGzipped ? unpacked : stored,
    openGzip: stored,
  };
}

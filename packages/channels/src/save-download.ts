import { createHash, type Hash } from "node:crypto";
import { type Readable, Transform } from "node:stream";

import type { BillDownloadLimits } from "./channel-environment.ts";
import { failureOf, type HttpFailure } from "./http/http-failure.ts";

export interface BillDownload {
  readonly body: Readable;
  /** Unpacks; null for a file that is saved as it comes. */
  readonly unpack: Transform | null;
  readonly limits: Pick<BillDownloadLimits, "mostBytes" | "mostPlainBytes">;
}

/** What became of a file that was handed on to be saved. */
export type SavedFile =
  | { readonly kind: "saved"; readonly bytes: number; readonly sha256: string; readonly sha1: string }
  /** The channel's fault. What was saved until then is worth nothing. */
  | { readonly kind: "failed"; readonly failure: HttpFailure; readonly detail: string };

/**
 * Hands a file on while it comes, counted and hashed. What goes wrong on the channel's side is an answer,
 * whatever `save` makes of it; everything else that `save` throws is thrown on.
 */
export async function saveDownload(
  download: BillDownload,
  save: (chunks: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<SavedFile> {
  const tally = { bytes: 0, sha256: createHash("sha256"), sha1: createHash("sha1"), isWhole: false };
  const fault: { told: Extract<SavedFile, { kind: "failed" }> | null } = { told: null };
  const chunks = tallied(download, tally, (error) => {
    fault.told = faultOf(error, download.limits);
    return new Error("the channel failed in the middle of its bill", { cause: error });
  });
  for (const stream of [download.body, download.unpack]) stream?.on("error", () => undefined);
  try {
    await save(chunks);
  } catch (error) {
    if (fault.told === null) throw error;
  } finally {
    download.body.destroy();
    download.unpack?.destroy();
  }
  if (fault.told !== null) return fault.told;
  if (!tally.isWhole) throw new Error("save resolved before it took all of the bill");
  const { bytes, sha256, sha1 } = tally;
  return { kind: "saved", bytes, sha256: sha256.digest("hex"), sha1: sha1.digest("hex") };
}

interface Tally {
  bytes: number;
  readonly sha256: Hash;
  readonly sha1: Hash;
  isWhole: boolean;
}

async function* tallied(
  { body, unpack, limits }: BillDownload,
  tally: Tally,
  failed: (error: unknown) => Error,
): AsyncGenerator<Uint8Array, void, void> {
  const source: AsyncIterable<Buffer> = unpack === null ? body : unpacked(body, unpack, limits.mostBytes);
  const most = unpack === null ? limits.mostBytes : limits.mostPlainBytes;
  const pieces = source[Symbol.asyncIterator]();
  for (;;) {
    const next = await pieces.next().catch((error: unknown) => {
      throw failed(error);
    });
    if (next.done === true) break;
    tally.bytes += next.value.length;
    if (tally.bytes > most) throw failed(new TooLarge());
    tally.sha256.update(next.value);
    tally.sha1.update(next.value);
    yield next.value;
  }
  tally.isWhole = true;
}

/** Both ends know of each other's failure: the one that failed first is what the reader sees. */
function unpacked(body: Readable, unpack: Transform, mostBytes: number): Transform {
  const bound = bounded(mostBytes);
  const fail = (error: Error) => unpack.destroy(error);
  body.once("error", fail);
  bound.once("error", fail);
  return body.pipe(bound).pipe(unpack);
}

function bounded(mostBytes: number): Transform {
  let bytes = 0;
  return new Transform({
    transform: (chunk: Buffer, _, done) => {
      bytes += chunk.length;
      if (bytes > mostBytes) done(new TooLarge());
      else done(null, chunk);
    },
  });
}

class TooLarge extends Error {}

function faultOf(
  error: unknown,
  { mostBytes, mostPlainBytes }: BillDownload["limits"],
): Extract<SavedFile, { kind: "failed" }> {
  if (error instanceof TooLarge) {
    const detail = `more than ${mostBytes} bytes, or ${mostPlainBytes} unpacked`;
    return { kind: "failed", failure: "answer_too_large", detail };
  }
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : null;
  if (typeof code === "string" && code.startsWith("Z_"))
    return { kind: "failed", failure: "answer_unreadable", detail: code };
  return { kind: "failed", ...failureOf(error) };
}

import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Response } from "express";

/** What the channel has to say, not signed yet. */
export type Reply = { readonly status: number; readonly body: string };

/** A reply as it goes over the wire; a file takes the place of the body. */
export type Answer = Reply & {
  readonly headers: Readonly<Record<string, string>>;
  readonly file?: FileBody;
};

/** Bytes that are too many to hold. */
export type FileBody = { readonly bytes: number; readonly open: () => Readable };

export function send(res: Response, answer: Answer): void {
  if (res.destroyed) return;
  if (answer.file !== undefined) return void sendFile(res, answer, answer.file);
  res.writeHead(answer.status, {
    ...answer.headers,
    ...(answer.status === 204 ? {} : { "Content-Length": String(Buffer.byteLength(answer.body)) }),
  });
  res.end(answer.body);
}

/** Promises the whole body, sends half of it and cuts the connection. */
export function sendHalf(res: Response, answer: Answer): void {
  if (answer.file !== undefined) return void sendFile(res, answer, answer.file, 0.5);
  const body = Buffer.from(answer.body);
  if (body.length === 0) return cut(res);
  res.writeHead(answer.status, { ...answer.headers, "Content-Length": String(body.length) });
  res.write(body.subarray(0, Math.floor(body.length / 2)), () => res.socket?.end());
}

/** A TCP reset instead of an answer. */
export function cut(res: Response): void {
  res.socket?.resetAndDestroy();
}

/** A caller who goes away in the middle is nobody's fault. */
async function sendFile(res: Response, answer: Answer, file: FileBody, share = 1): Promise<void> {
  const bytes = Math.floor(file.bytes * share);
  res.writeHead(answer.status, { ...answer.headers, "Content-Length": String(file.bytes) });
  try {
    await pipeline(file.open(), (chunks: AsyncIterable<Buffer>) => upTo(bytes, chunks), res, {
      end: share === 1,
    });
    if (share < 1) res.socket?.end();
  } catch {
    cut(res);
  }
}

async function* upTo(bytes: number, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let left = bytes;
  for await (const chunk of chunks) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) return;
  }
}

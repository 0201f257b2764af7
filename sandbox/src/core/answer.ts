import type { Response } from "express";

/** What the channel has to say, not signed yet. */
export type Reply = { readonly status: number; readonly body: string };

/** A reply as it goes over the wire. */
export type Answer = Reply & { readonly headers: Readonly<Record<string, string>> };

export function send(res: Response, answer: Answer): void {
  if (res.destroyed) return;
  res.writeHead(answer.status, {
    ...answer.headers,
    ...(answer.status === 204 ? {} : { "Content-Length": String(Buffer.byteLength(answer.body)) }),
  });
  res.end(answer.body);
}

/** Promises the whole body, sends half of it and cuts the connection. */
export function sendHalf(res: Response, answer: Answer): void {
  const body = Buffer.from(answer.body);
  if (body.length === 0) return cut(res);
  res.writeHead(answer.status, { ...answer.headers, "Content-Length": String(body.length) });
  res.write(body.subarray(0, Math.floor(body.length / 2)), () => res.socket?.end());
}

/** A TCP reset instead of an answer. */
export function cut(res: Response): void {
  res.socket?.resetAndDestroy();
}

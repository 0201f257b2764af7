import { once } from "node:events";
import type { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** What a receiver does once it has read a request. Statuses are of complete heads, as HTTP has them. */
export type HostileAnswer =
  /** A whole answer, late if `delayMs` is given; the connection can be used again. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly delayMs?: number;
    }
  | { readonly kind: "reset" }
  /** Ends the connection in order, without a word. */
  | { readonly kind: "close" }
  /** Keeps the connection and says nothing. */
  | { readonly kind: "silence" }
  /** Begins a head, stops in the middle of a field and stays. */
  | { readonly kind: "half_head" }
  /** One byte a second of a head that does not end. */
  | { readonly kind: "drip_head" }
  /** A whole head, then one byte of its body a second. */
  | { readonly kind: "drip_body"; readonly status: number }
  /** Chunks without end, as fast as they are taken. */
  | { readonly kind: "endless_body"; readonly status: number }
  /** A body of so many bytes, as fast as they are taken. */
  | { readonly kind: "huge_body"; readonly status: number; readonly bytes: number }
  /** Bytes that are not HTTP, and the end. */
  | { readonly kind: "garbage" };

const dripEveryMs = 1_000;
const block = Buffer.alloc(64 * 1_024, "x");
const chunk = Buffer.concat([Buffer.from(`${block.length.toString(16)}\r\n`), block, Buffer.from("\r\n")]);

/**
 * Answers a request that was read, well or badly; resolves when there is no more to say to it.
 *
 * @param gone aborts when the other side has left
 */
export async function giveHostileAnswer(
  socket: Socket,
  answer: HostileAnswer,
  gone: AbortSignal,
): Promise<void> {
  switch (answer.kind) {
    case "status":
      if (answer.delayMs !== undefined) await pause(answer.delayMs, undefined, { signal: gone });
      socket.write(wholeAnswer(answer));
      return;
    case "reset":
      socket.resetAndDestroy();
      return;
    case "close":
      socket.end();
      return;
    case "garbage":
      socket.end("\u0000\u0001 no protocol that anybody speaks\r\n\r\n");
      return;
    case "silence":
      return;
    case "half_head":
      socket.write("HTTP/1.1 200 OK\r\nContent-Ty");
      return;
    case "drip_head":
      socket.write("HTTP/1.1 200 OK\r\nX-Slow: ");
      return drip(socket, gone);
    case "drip_body":
      socket.write(headOf(answer.status, { "content-length": "1000000" }));
      return drip(socket, gone);
    case "endless_body":
      socket.write(headOf(answer.status, { "transfer-encoding": "chunked" }));
      return pour(socket, chunk, Infinity);
    case "huge_body":
      socket.write(headOf(answer.status, { "content-length": String(answer.bytes) }));
      return pour(socket, block, answer.bytes);
  }
}

function wholeAnswer({
  status,
  headers = {},
  body = "",
}: Extract<HostileAnswer, { kind: "status" }>): string {
  const length = { "content-length": String(Buffer.byteLength(body)) };
  return headOf(status, { ...headers, ...(status === 204 ? {} : length) }) + body;
}

function headOf(status: number, headers: Readonly<Record<string, string>>): string {
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Status\r\n${fields.join("")}\r\n`;
}

async function drip(socket: Socket, gone: AbortSignal): Promise<void> {
  while (!socket.destroyed) {
    socket.write("x");
    await pause(dripEveryMs, undefined, { signal: gone });
  }
}

/** No faster than the other side reads, so that what it leaves unread is not kept here. */
async function pour(socket: Socket, piece: Buffer, bytes: number): Promise<void> {
  for (let left = bytes; left > 0 && !socket.destroyed; left -= piece.length) {
    const isTaken = socket.write(left < piece.length ? piece.subarray(0, left) : piece);
    if (!isTaken) await Promise.race([once(socket, "drain"), once(socket, "close")]);
  }
}

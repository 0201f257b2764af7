import type { IncomingHttpHeaders } from "node:http";
import type { Socket } from "node:net";
import type { ReceivedWebhook } from "./webhook-sink.ts";

const endOfHead = "\r\n\r\n";

/** The requests of one connection, one after the other; bodies have a length, as those of webhooks do. */
export async function* readRawRequests(socket: Socket): AsyncGenerator<ReceivedWebhook> {
  let buffer = Buffer.alloc(0);
  for await (const piece of socket) {
    // because a socket without an encoding yields buffers
    buffer = Buffer.concat([buffer, piece as Buffer]);
    for (let request = takeRequest(buffer); request !== null; request = takeRequest(buffer)) {
      buffer = Buffer.from(request.rest);
      yield request.webhook;
    }
  }
}

function takeRequest(buffer: Buffer): { readonly webhook: ReceivedWebhook; readonly rest: Buffer } | null {
  const end = buffer.indexOf(endOfHead);
  if (end < 0) return null;
  const [first = "", ...fields] = buffer.toString("latin1", 0, end).split("\r\n");
  const [method = "", path = ""] = first.split(" ");
  const headers = headersOf(fields);
  const from = end + endOfHead.length;
  const to = from + Number(headers["content-length"] ?? 0);
  if (buffer.length < to) return null;
  const body = Buffer.from(buffer.subarray(from, to));
  return { webhook: { method, path, headers, body }, rest: buffer.subarray(to) };
}

function headersOf(fields: readonly string[]): IncomingHttpHeaders {
  return Object.fromEntries(
    fields.map((field): [string, string] => {
      const colon = field.indexOf(":");
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
    }),
  );
}

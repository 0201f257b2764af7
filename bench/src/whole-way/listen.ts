import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { portOf } from "../ground/port-of.ts";

export interface Posted {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly contentType?: string;
  readonly body?: string;
}

/** A merchant's server on loopback: what is posted, once it is whole, and the answer to it. */
export async function listen(answer: (posted: Posted) => Reply): Promise<string> {
  const server = createServer((request, response) => void respond(request, response));
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    const reply = answer({ path: request.url ?? "", headers: request.headers, body });
    const { status, contentType, body: text } = reply;
    response.writeHead(status, contentType === undefined ? {} : { "content-type": contentType }).end(text);
  };
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${portOf(server)}`;
}

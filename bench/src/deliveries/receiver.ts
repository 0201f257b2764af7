import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { z } from "zod";
import { readJob, tell } from "../ground/programs.ts";
import { type Arrivals, receiverJob, receiverOrder } from "./receiver-messages.ts";

/**
 * The merchants' servers, all in one process: what is posted is kept with the moment of its first byte and answered by
 * 200 at once. What was posted is looked into when it is asked for, and not while it arrives.
 */
const job = readJob(receiverJob);

interface Posted {
  readonly at: number;
  readonly timestamp: string;
  readonly signature: string;
  readonly body: Buffer;
  times: number;
}

/** By where it went, then by `webhook-id`. */
let posted = new Map<string, Map<string, Posted>>();
let count = 0;
let unequal = 0;
let hung = 0;

for (const host of job.hosts) {
  const server = createServer({ keepAliveTimeout: 60_000 }, receive);
  server.listen({ host, port: job.port, backlog: 2_048 });
  await once(server, "listening");
}
process.on("message", (message) => obey(receiverOrder.parse(message)));
tell({ kind: "listening" });

function receive(request: IncomingMessage, response: ServerResponse): void {
  const at = performance.timeOrigin + performance.now();
  if (request.method === "GET") {
    response.end(String(count));
    return;
  }
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    if (request.url === job.hangingPath) {
      hung += 1;
      setTimeout(() => response.writeHead(200).end(), job.hangMs).unref();
      return;
    }
    response.writeHead(200).end();
    keep(request, Buffer.concat(chunks), at);
  });
}

function keep({ headers, url }: IncomingMessage, body: Buffer, at: number): void {
  const place = `http://${String(headers.host)}${url}`;
  const id = String(headers["webhook-id"]);
  const ofPlace = posted.get(place) ?? new Map<string, Posted>();
  posted.set(place, ofPlace);
  const before = ofPlace.get(id);
  if (before !== undefined) {
    before.times += 1;
    if (!before.body.equals(body)) unequal += 1;
    return;
  }
  count += 1;
  const timestamp = String(headers["webhook-timestamp"]);
  ofPlace.set(id, { at, timestamp, signature: String(headers["webhook-signature"]), body, times: 1 });
}

function obey(order: z.output<typeof receiverOrder>): void {
  if (order.kind === "forget") {
    posted = new Map();
    [count, unequal, hung] = [0, 0, 0];
    tell({ kind: "forgotten" });
    return;
  }
  const arrivals: Arrivals["arrivals"] = [];
  let untrue = 0;
  for (const [place, ofPlace] of posted) {
    const secret = order.secrets[place];
    for (const [id, one] of ofPlace) {
      if (secret !== undefined && !isTrue(id, one, secret)) untrue += 1;
      arrivals.push([place, id, one.at, one.times, createHash("sha256").update(one.body).digest("hex")]);
    }
  }
  tell({ arrivals, untrue, unequal, hung } satisfies Arrivals);
}

/** Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`. */
function isTrue(id: string, { timestamp, signature, body }: Posted, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const hmac = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body);
  const [expected, actual] = [Buffer.from(`v1,${hmac.digest("base64")}`), Buffer.from(signature)];
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

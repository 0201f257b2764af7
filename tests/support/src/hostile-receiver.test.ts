import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { HostileAnswer } from "./hostile-answer.ts";
import {
  type HostileReceiver,
  type HostileReceiverOptions,
  startHostileReceiver,
} from "./hostile-receiver.ts";
import { waitFor } from "./wait-for.ts";

const soon = { deadlineMs: 5_000 };
const open: HostileReceiver[] = [];
const clients: Socket[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
});

async function start(options?: HostileReceiverOptions): Promise<HostileReceiver> {
  const receiver = await startHostileReceiver(options);
  open.push(receiver);
  return receiver;
}

function answering(answer: HostileAnswer): Promise<HostileReceiver> {
  return start({ answer: () => answer });
}

function post(url: string, body = "{}"): Promise<Response> {
  return fetch(`${url}/hook`, { method: "POST", body, headers: { "webhook-id": "evt_1" } });
}

/** Reads so much of a body, or a little more, and leaves. */
async function readAtLeast(answer: Response, bytes: number): Promise<number> {
  let read = 0;
  for await (const piece of answer.body ?? []) {
    // because a body is a stream of bytes
    read += (piece as Uint8Array).length;
    if (read >= bytes) break;
  }
  return read;
}

/** Posts over a bare socket; `heard` grows as the receiver answers. */
function postRaw(url: string) {
  const client = connect(Number(new URL(url).port), "127.0.0.1");
  clients.push(client);
  const line = { client, heard: "", ended: false, failure: "" };
  client.on("data", (bytes) => (line.heard += bytes.toString("latin1")));
  client.on("end", () => (line.ended = true));
  client.on("error", (error: NodeJS.ErrnoException) => (line.failure = error.code ?? "unknown"));
  client.write("POST /hook HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}");
  return line;
}

describe("the hostile receiver, when it behaves", () => {
  it("keeps method, path, headers, exact bytes and time of a request", async () => {
    const receiver = await start({ answer: (_, index) => ({ kind: "status", status: 200 + index }) });
    const before = Date.now();
    expect((await post(receiver.url, "茶")).status).toBe(200);
    expect((await post(receiver.url, "x".repeat(200_000))).status).toBe(201);
    const [first, second] = receiver.received;
    expect(first).toMatchObject({ method: "POST", path: "/hook", body: Buffer.from("茶") });
    expect(first?.headers["webhook-id"]).toBe("evt_1");
    expect(first?.arrivedAtMs).toBeGreaterThanOrEqual(before);
    expect(second?.body).toHaveLength(200_000);
  });

  it("takes one request after the other on a connection", async () => {
    const receiver = await start({ answer: (_, index) => ({ kind: "status", status: 200 + index }) });
    const line = postRaw(receiver.url);
    await waitFor(() => line.heard.includes("200 Status"), soon);
    line.client.write("POST /again HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
    await waitFor(() => line.heard.includes("201 Status"), soon);
    expect(receiver.received.map(({ path }) => path)).toEqual(["/hook", "/again"]);
    expect(receiver.greeted()).toBe(1);
  });

  it("answers with headers and body, after a wait, and when a promise says so", async () => {
    const { promise, resolve } = Promise.withResolvers<HostileAnswer>();
    const receiver = await start({ answer: () => promise });
    const asked = post(receiver.url);
    await waitFor(() => receiver.received.length === 1, soon);
    const headers = { "retry-after": "7", location: "http://127.0.0.1:1/" };
    resolve({ kind: "status", status: 503, headers, body: "忙", delayMs: 50 });
    const answer = await asked;
    expect([answer.status, answer.headers.get("retry-after"), await answer.text()]).toEqual([503, "7", "忙"]);
    expect(Date.now() - (receiver.received[0]?.arrivedAtMs ?? 0)).toBeGreaterThanOrEqual(49);
  });

  it("can go away in the middle of everything and come back under its address", async () => {
    const receiver = await start({ answer: (_, index) => ({ kind: index === 0 ? "silence" : "close" }) });
    const line = postRaw(receiver.url);
    await waitFor(() => receiver.received.length === 1, soon);
    await receiver.goAway();
    await waitFor(() => line.failure === "ECONNRESET", soon);
    await expect(post(receiver.url)).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
    await receiver.comeBack();
    await waitFor(() => postRaw(receiver.url).client.readyState !== "closed", soon);
    await waitFor(() => receiver.received.length === 2, soon);
  });
});

describe("the hostile receiver, by its greeting,", () => {
  it("resets a connection before it reads", async () => {
    const receiver = await start({ greet: (index) => (index === 0 ? "reset" : "read") });
    const line = postRaw(receiver.url);
    await waitFor(() => line.failure !== "" || line.ended, soon);
    expect(receiver.received).toEqual([]);
    expect((await post(receiver.url)).status).toBe(200);
  });

  it("accepts a connection and never reads it", async () => {
    const receiver = await start({ greet: (index) => (index === 0 ? "never_read" : "read") });
    const { client } = postRaw(receiver.url);
    await once(client, "connect");
    await waitFor(() => receiver.connections() === 1, soon);
    expect((await post(receiver.url, "read")).status).toBe(200);
    expect(receiver.received.map(({ body }) => body.toString())).toEqual(["read"]);
    expect(client.readyState).toBe("open");
  });
});

describe("the hostile receiver, after a request,", () => {
  it.each(["reset", "close", "garbage"] as const)("answers with %s", async (kind) => {
    const receiver = await answering({ kind });
    const line = postRaw(receiver.url);
    await waitFor(() => line.client.closed, soon);
    expect(line.failure).toBe(kind === "reset" ? "ECONNRESET" : "");
    expect(line.heard.startsWith("HTTP")).toBe(false);
    expect(line.heard !== "").toBe(kind === "garbage");
    await expect(post(receiver.url)).rejects.toThrow("fetch failed");
    expect(receiver.received).toHaveLength(2);
  });

  it.each([
    ["silence", /^$/],
    ["half_head", /^HTTP\/1\.1 200 OK\r\nContent-Ty$/],
    ["drip_head", /^HTTP\/1\.1 200 OK\r\nX-Slow: xx$/],
  ] as const)("keeps the connection in %s", async (kind, heard) => {
    const receiver = await answering({ kind });
    const line = postRaw(receiver.url);
    await waitFor(() => receiver.received.length === 1 && heard.test(line.heard), soon);
    expect([receiver.connections(), line.ended]).toEqual([1, false]);
    line.client.destroy();
    await waitFor(() => receiver.connections() === 0, soon);
  });

  it("drips a body of which the head is whole", async () => {
    const receiver = await answering({ kind: "drip_body", status: 202 });
    const answer = await post(receiver.url);
    expect(answer.status).toBe(202);
    expect(await readAtLeast(answer, 2)).toBe(2);
    await waitFor(() => receiver.connections() === 0, soon);
  });

  it.each([
    { kind: "endless_body", status: 200 },
    { kind: "huge_body", status: 500, bytes: 1_024 ** 3 },
  ] as const)("pours out a $kind no faster than it is taken, until the other side leaves", async (kind) => {
    const receiver = await answering(kind);
    const answer = await post(receiver.url);
    expect(answer.status).toBe(kind.status);
    await readAtLeast(answer, 1_000_000);
    await waitFor(() => receiver.connections() === 0, soon);
    expect(receiver.bytesSent()).toBeGreaterThan(1_000_000);
    expect(receiver.bytesSent()).toBeLessThan(64 * 1_000_000);
  });

  it("ends a body of a given length where it ends", async () => {
    const receiver = await answering({ kind: "huge_body", status: 200, bytes: 1_000_001 });
    expect(await (await post(receiver.url)).text()).toHaveLength(1_000_001);
  });
});

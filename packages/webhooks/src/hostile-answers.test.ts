import { afterEach, describe, expect, it } from "vitest";
import { createRawServers, head, pour, type RawBehaviour } from "../testing/raw-servers.ts";
import { loopbackGuard } from "../testing/test-guard.ts";
import type { WebhookAnswer } from "./webhook-answer.ts";
import { openWebhookClient } from "./webhook-client.ts";

const guard = loopbackGuard();
const patient = openWebhookClient({ connectTimeoutMs: 1_000, totalTimeoutMs: 5_000, guard });
const impatient = openWebhookClient({ connectTimeoutMs: 300, totalTimeoutMs: 500, guard });
const servers = createRawServers();
afterEach(() => servers.close());

/** What fills the buffers of two sockets; whoever reads on takes gigabytes in the same time. */
const mostOnTheWay = 16 * 1_024 * 1_024;

function post(url: string, by = patient): Promise<WebhookAnswer> {
  return by.post({ url, live: false, headers: { "content-type": "application/json" }, body: "{}" });
}

/** Begins an answer so and goes on so for ever; what came of it and the bytes that left the server. */
async function flood(begin: string, piece: string) {
  const { promise: sent, resolve } = Promise.withResolvers<number>();
  const url = await servers.listen({
    onRequest: (socket) => {
      socket.write(begin);
      void pour(socket, piece).then(resolve);
    },
  });
  const startedAt = performance.now();
  const answer = await post(url);
  return { answer, tookMs: performance.now() - startedAt, sent: await sent };
}

async function answerTo(behaviour: RawBehaviour, by = patient): Promise<WebhookAnswer> {
  return post(await servers.listen(behaviour), by);
}

const chunked = head("200 OK", "Transfer-Encoding: chunked");
const malformed = { kind: "unanswered", fault: "answer_malformed" };
const taken = { kind: "answered", status: 200 };

describe("an answer without end is cut long before the time is over:", () => {
  it.each([
    [
      "a body of a length that it names",
      head("200 OK", "Content-Length: 1073741824"),
      "x".repeat(65_536),
      taken,
    ],
    ["a body in chunks", chunked, `10000\r\n${"x".repeat(65_536)}\r\n`, taken],
    ["a body in chunks of one byte", chunked, "1\r\nx\r\n".repeat(1_000), taken],
    ["extensions of a chunk", `${chunked}1`, `;${"x".repeat(8_192)}`, taken],
    ["trailers", `${chunked}0\r\n`, `X-Trailer: ${"x".repeat(1_000)}\r\n`, taken],
    ["a compressed body", head("200 OK", "Content-Encoding: gzip"), "\0".repeat(65_536), taken],
    ["answers before the answer", "", head("103 Early Hints", "Link: </a>").repeat(100), malformed],
    ["lines of a head", "HTTP/1.1 200 OK\r\n", "X-Line: x\r\n".repeat(100), malformed],
    ["one line of a head", "HTTP/1.1 200 OK\r\nX-Line: ", "x".repeat(8_192), malformed],
    ["a status line", "HTTP/1.1 200 ", "O".repeat(8_192), malformed],
    ["no line at all", "", "\r\n".repeat(1_000), malformed],
    ["no HTTP at all", "", "x".repeat(8_192), malformed],
  ])("%s", async (_name, begin, piece, outcome) => {
    const { answer, tookMs, sent } = await flood(begin, piece);
    expect(answer).toMatchObject(outcome);
    expect(tookMs).toBeLessThan(2_500);
    expect(sent).toBeLessThan(mostOnTheWay);
  });
});

/** One byte at a time, for as long as somebody listens. */
const drip = (text: string): RawBehaviour => ({
  onRequest: (socket) => {
    let at = 0;
    const timer = setInterval(() => socket.write(text[at++ % text.length] ?? ""), 20);
    socket.on("close", () => clearInterval(timer));
  },
});

const begun = (bytes: number): RawBehaviour => ({
  onRequest: (socket) => socket.write(`${head("200 OK", "Content-Length: 99999")}${"x".repeat(bytes)}`),
});

describe("the body of an answer", () => {
  it("is read up to 16 KiB and cut there, without waiting for more", async () => {
    const startedAt = performance.now();
    expect(await answerTo(begun(16_385))).toMatchObject({ ...taken, responseStart: "x".repeat(1_024) });
    expect(performance.now() - startedAt).toBeLessThan(2_500);
  });

  it("is waited for, up to the end of the time, as long as it is shorter", async () => {
    const startedAt = performance.now();
    expect(await answerTo(begun(16_384), impatient)).toMatchObject(taken);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(499);
  });

  it("that is whole leaves its connection to the next POST", async () => {
    let connections = 0;
    const body = "x".repeat(16_384);
    const url = await servers.listen({
      onConnection: () => (connections += 1),
      onRequest: (socket) => socket.write(`${head("200 OK", "Content-Length: 16384")}${body}`),
    });
    for (const _ of Array.from({ length: 20 })) expect(await post(url)).toMatchObject(taken);
    expect(connections).toBe(1);
  });
});

describe("an answer that comes slowly", () => {
  it("is too slow while its head is not complete, though bytes come all the time", async () => {
    const startedAt = performance.now();
    const answer = await answerTo(drip(`HTTP/1.1 200 OK\r\nX-Slow: ${"x".repeat(9_999)}`), impatient);
    expect(answer).toEqual({ kind: "unanswered", address: "127.0.0.1", fault: "too_slow" });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(499);
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  });

  it("counts by its status when the time is over within its body", async () => {
    const answer = await answerTo(
      { onRequest: (socket) => socket.write(`${head("202 OK", "Content-Length: 9")}so far`) },
      impatient,
    );
    expect(answer).toMatchObject({ kind: "answered", status: 202, responseStart: "so far" });
  });

  it("ends its connection with the time", async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    await answerTo({ onConnection: (socket) => socket.on("close", () => resolve()) }, impatient);
    await closed;
  });
});

describe("an answer out of order", () => {
  it("before the request was sent is an answer or a fault, and the next POST has its own", async () => {
    const url = await servers.listen({
      onConnection: (socket) => socket.write(head("200 Early", "Content-Length: 0")),
      onRequest: (socket) => socket.write(head("204 In Turn")),
    });
    for (const _ of Array.from({ length: 5 })) {
      const answer = await post(url);
      expect(answer.kind === "answered" ? answer.status : answer.fault).toBeOneOf([200, 204, "reset"]);
    }
  });

  it("that is followed by one more leaves the next POST alone", async () => {
    const planted = head("299 Planted", "Content-Length: 0");
    const url = await servers.listen({
      onRequest: (socket) => socket.write(head("200 OK", "Content-Length: 0") + planted),
    });
    for (const _ of Array.from({ length: 5 })) expect(await post(url)).toMatchObject(taken);
  });

  it("after others that say nothing yet is the answer", async () => {
    const early = head("103 Early Hints", "Retry-After: 9") + head("102 Processing");
    const answer = await answerTo({
      onRequest: (socket) => socket.write(early + head("201 Made", "Content-Length: 0")),
    });
    expect(answer).toMatchObject({ kind: "answered", status: 201, retryAfterMs: null });
  });

  it.each([
    ["two lengths", head("200 OK", "Content-Length: 1", "Content-Length: 2")],
    ["a length that is no number", head("200 OK", "Content-Length: x")],
    ["a length and chunks", head("200 OK", "Transfer-Encoding: chunked", "Content-Length: 1")],
    ["a field that is none", head("200 OK", "no field")],
    ["a status that is none", head("2000 OK")],
    ["another protocol", "SIP/2.0 200 OK\r\n\r\n"],
    ["a NUL in its head", head("200 OK", "X-Nul: a\0b")],
    ["an upgrade nobody asked for", head("101 Switching", "Upgrade: x", "Connection: Upgrade")],
  ])("with %s is no answer", async (_name, text) => {
    const answer = await answerTo({ onRequest: (socket) => socket.end(text) });
    expect(answer.kind === "unanswered" && answer.fault).toBeOneOf(["answer_malformed", "reset"]);
  });
});

describe("a request", () => {
  it("asks for a plain answer and takes a compressed one as it is", async () => {
    let asked = "";
    const answer = await answerTo({
      onRequest: (socket, request) => {
        asked = request.toString();
        socket.write(`${head("200 OK", "Content-Encoding: gzip", "Content-Length: 3")}abc`);
      },
    });
    expect(asked).toMatch(/^POST \/hook HTTP\/1\.1\r\n/);
    expect(asked).toMatch(/^accept-encoding: identity\r$/m);
    expect(asked).toMatch(/^host: 127\.0\.0\.1:\d+\r$/m);
    expect(asked.endsWith("\r\n\r\n{}")).toBe(true);
    expect(answer).toMatchObject({ status: 200, responseStart: "abc" });
  });

  it("many at the same time each have their own answer, whatever happens to the others", async () => {
    const url = await servers.listen({
      onRequest: (socket, request) => {
        const number = Number(/\r\nx-number: (\d+)/.exec(request.toString())?.[1]);
        if (number % 5 === 0) socket.resetAndDestroy();
        else if (number % 5 !== 1) socket.write(`${head("200 OK", "Content-Length: 4")}${1_000 + number}`);
      },
    });
    const numbers = Array.from({ length: 200 }, (_, number) => number);
    const answers = await Promise.all(
      numbers.map((number) =>
        impatient.post({ url, live: false, headers: { "x-number": String(number) }, body: "{}" }),
      ),
    );
    const told = answers.map((one) => (one.kind === "answered" ? one.responseStart : one.fault));
    const expected = numbers.map((number) =>
      number % 5 === 0 ? "reset" : number % 5 === 1 ? "too_slow" : String(1_000 + number),
    );
    expect(told).toEqual(expected);
  });

  it("that is under way when the client closes is answered with a fault", async () => {
    const client = openWebhookClient({ connectTimeoutMs: 1_000, totalTimeoutMs: 5_000, guard });
    const { promise: arrived, resolve } = Promise.withResolvers<void>();
    const url = await servers.listen({ onRequest: () => resolve() });
    const underWay = post(url, client);
    await arrived;
    await client.close();
    expect(await underWay).toMatchObject({ kind: "unanswered" });
    expect(await post(url, client)).toMatchObject({ kind: "unanswered" });
  });
});

import type { Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createRawServers, head, pour } from "../testing/raw-servers.ts";
import { loopbackGuard } from "../testing/test-guard.ts";
import type { WebhookAnswer } from "./webhook-answer.ts";
import { openWebhookClient } from "./webhook-client.ts";

const guard = loopbackGuard();
const client = openWebhookClient({ connectTimeoutMs: 3_000, totalTimeoutMs: 10_000, guard });
const impatient = openWebhookClient({ connectTimeoutMs: 3_000, totalTimeoutMs: 150, guard });
const servers = createRawServers();
afterEach(() => servers.close());

const mostOnTheWay = 16 * 1_024 * 1_024;
const listen = (onRequest: (socket: Socket) => void) => servers.listen({ onRequest });

function post(url: string, by = client): Promise<WebhookAnswer> {
  return by.post({ url, live: false, headers: { "content-type": "application/json" }, body: "{}" });
}

describe("a POST to a merchant", () => {
  it("is answered by status, the start of the body and the wait asked for", async () => {
    const url = await listen((socket) =>
      socket.end(`${head("503 Busy", "Retry-After: 20", "Content-Length: 5")}later`),
    );
    expect(await post(url)).toEqual({
      kind: "answered",
      address: "127.0.0.1",
      status: 503,
      retryAfterMs: 20_000,
      responseStart: "later",
    });
  });

  it("goes to an address in each of its forms, where it is allowed", async () => {
    const url = await listen((socket) => socket.end(head("204 Taken")));
    const forms = { "127.1": "127.0.0.1", "0x7f000001": "127.0.0.1", "[::ffff:7f00:1]": "::ffff:127.0.0.1" };
    for (const [form, address] of Object.entries(forms)) {
      expect(await post(url.replace("127.0.0.1", form)), form).toMatchObject({ status: 204, address });
    }
  });

  it("does not follow a redirect", async () => {
    const target = await listen((socket) => socket.end(head("200 OK", "Content-Length: 0")));
    const url = await listen((socket) =>
      socket.end(head("307 Elsewhere", `Location: ${target}`, "Content-Length: 0")),
    );
    expect(await post(url)).toMatchObject({ kind: "answered", status: 307 });
  });

  it("cuts an endless answer after 16 KiB and keeps its start", async () => {
    const { promise: sent, resolve } = Promise.withResolvers<number>();
    const url = await listen((socket) => {
      socket.write(head("200 OK"));
      void pour(socket, "x".repeat(4_096)).then(resolve);
    });
    expect(await post(url)).toMatchObject({ status: 200, responseStart: "x".repeat(1_024) });
    // What fills the buffers of both sockets at most; a client that reads on would take all there is.
    expect(await sent).toBeLessThan(mostOnTheWay);
  });

  it("takes the status of an answer whose body never ends or breaks off", async () => {
    const dripping = await listen((socket) => socket.write(`${head("200 OK", "Content-Length: 99")}so far`));
    expect(await post(dripping, impatient)).toMatchObject({ status: 200, responseStart: "so far" });
    const broken = await listen((socket) => socket.end(`${head("500 Oops", "Content-Length: 99")}so far`));
    expect(await post(broken)).toMatchObject({ status: 500, responseStart: "so far" });
  });

  it("is too slow without a head in time, a half one included", async () => {
    const silent = await listen(() => {});
    expect(await post(silent, impatient)).toMatchObject({ kind: "unanswered", fault: "too_slow" });
    const half = await listen((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Ty"));
    expect(await post(half, impatient)).toMatchObject({ kind: "unanswered", fault: "too_slow" });
  });

  it("is reset when the connection ends before the head, half a one included", async () => {
    const hangsUp = await listen((socket) => socket.resetAndDestroy());
    expect(await post(hangsUp)).toMatchObject({ kind: "unanswered", fault: "reset" });
    const half = await listen((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Ty"));
    expect(await post(half)).toMatchObject({ kind: "unanswered", fault: "reset" });
  });

  it("is malformed when no HTTP comes back, or a head without end", async () => {
    const other = await listen((socket) => socket.end("220 mail.example ESMTP\r\n"));
    expect(await post(other)).toMatchObject({ kind: "unanswered", fault: "answer_malformed" });
    const long = await listen((socket) => socket.end(head("200 OK", `X-Long: ${"x".repeat(40_000)}`)));
    expect(await post(long)).toMatchObject({ kind: "unanswered", fault: "answer_malformed" });
  });

  it("names a refused connection, an unknown name, a missing certificate and a broken URL", async () => {
    const url = await listen((socket) => socket.end("no TLS here"));
    expect(await post(url.replace("http:", "https:"))).toMatchObject({ kind: "unanswered", fault: "tls" });
    servers.stopListening();
    expect(await post("http://127.0.0.1:1/hook")).toMatchObject({
      kind: "unanswered",
      fault: "connect_refused",
    });
    expect(await post("http://no-such-host.invalid/")).toMatchObject({ kind: "unanswered", fault: "dns" });
    expect(await post("http://")).toMatchObject({ kind: "unanswered", fault: "url_invalid" });
    expect(await post("ftp://127.0.0.1/")).toMatchObject({ kind: "unanswered", fault: "url_invalid" });
  });
});

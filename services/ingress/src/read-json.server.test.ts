import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, apiOf, paymentParameters } from "../testing/api-client.ts";
import { type IngressStage, openIngressStage } from "../testing/ingress-stage.ts";
import { addTestApp, type TestApp } from "../testing/test-app.ts";
import { sendRaw } from "../testing/raw-http.ts";
import type { Ingress } from "./start-ingress.ts";

let stage: IngressStage;
let ingress: Ingress;
let api: Api;
let app: TestApp;

beforeAll(async () => {
  stage = await openIngressStage();
  ingress = await stage.start();
  api = apiOf(ingress);
  app = await addTestApp(stage);
});
afterAll(() => stage.close());

const mostBytes = 65_536;
const jsonType = "application/json";

const post = (raw: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>> = {}) =>
  api("POST", "/v1/payments", {
    key: app.key,
    raw,
    headers: { "content-type": jsonType, prefer: "wait=0", ...headers },
  });

function bytes(...parts: readonly (string | number)[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === "number" ? [part] : [...new TextEncoder().encode(part)])),
  );
}

describe("a body", () => {
  it.each([
    ["nothing", ""],
    ["a broken object", '{"order_no":'],
    ["a word", "tea"],
    ["two values", "{} {}"],
    ["a comma too many", '{"a":1,}'],
    ["a form", "order_no=A1&amount=1"],
    ["bytes that are no UTF-8", bytes('{"subject":"', 0xff, 0xfe, '"}')],
    ["a truncated character", bytes('{"subject":"', 0xe8, 0x8c, '"}')],
    ["an overlong encoding", bytes('{"subject":"', 0xc0, 0xaf, '"}')],
    ["UTF-16", new Uint8Array(Buffer.from("{}", "utf16le"))],
  ])("is malformed: %s", async (_, body) => {
    const answer = await post(body);
    expect(answer.body).toMatchObject({ status: 400, code: "body_malformed" });
    expect(answer.status).toBe(400);
  });

  it.each([
    ["text/plain"],
    ["application/x-www-form-urlencoded"],
    ["multipart/form-data; boundary=x"],
    ["application/jsonp"],
    ["application/json; charset=gbk"],
    ["application/json; charset=utf-16"],
    ["application/json;charset="],
  ])("is malformed when it says it is %s", async (type) => {
    const answer = await post(JSON.stringify(paymentParameters()), { "content-type": type });
    expect(answer.body).toMatchObject({ status: 400, code: "body_malformed" });
  });

  it.each([
    "application/json",
    "application/json; charset=utf-8",
    'Application/JSON;charset="UTF-8"',
    "application/json; charset=utf8",
    "application/vnd.shop+json",
  ])("is read when it says it is %s", async (type) => {
    const answer = await post(JSON.stringify(paymentParameters()), { "content-type": type });
    expect(answer.status).toBe(202);
  });

  it("is read with a byte order mark, and compressed by nobody", async () => {
    expect((await post(bytes(0xef, 0xbb, 0xbf, JSON.stringify(paymentParameters())))).status).toBe(202);
    const zipped = new Uint8Array(gzipSync(JSON.stringify(paymentParameters())));
    const answer = await post(zipped, { "content-encoding": "gzip" });
    expect(answer.body).toMatchObject({ status: 400, code: "body_malformed" });
  });

  it("may be as large as 64 KiB and not one byte larger", async () => {
    const text = JSON.stringify(paymentParameters());
    expect((await post(text + " ".repeat(mostBytes - text.length))).status).toBe(202);
    const answer = await post(text + " ".repeat(mostBytes - text.length + 1));
    expect(answer.body).toMatchObject({ status: 413, code: "body_too_large" });
    expect(answer.status).toBe(413);
    expect(answer.headers.get("ratelimit")).not.toBeNull();
  });

  it("is refused at its first byte too many when nobody said how long it is", async () => {
    const unmeasured = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new Uint8Array(mostBytes));
        controller.enqueue(new Uint8Array(1));
        controller.close();
      },
    });
    const answer = await fetch(`${ingress.url}/v1/payments`, {
      method: "POST",
      headers: { authorization: `Bearer ${app.key}`, "content-type": jsonType },
      body: unmeasured,
      duplex: "half",
    });
    expect(await answer.json()).toMatchObject({ status: 413, code: "body_too_large" });
  });

  it("is refused by its length alone, and the connection goes on after it", async () => {
    const head = `POST /v1/payments HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${app.key}\r\n`;
    const large = `${head}Content-Length: ${mostBytes + 1}\r\n\r\n${" ".repeat(mostBytes + 1)}`;
    const answers = await sendRaw(
      ingress.url,
      `${large}GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    );
    expect(answers.match(/HTTP\/1\.1 \d{3}/g)).toEqual(["HTTP/1.1 413", "HTTP/1.1 200"]);
  });

  it.each([
    ["null", null],
    ["an array", []],
    ["a text", "tea"],
    ["a number", 1],
  ])("that is %s has faults", async (_, value) => {
    const answer = await post(JSON.stringify(value));
    expect(answer.body).toMatchObject({ status: 422, code: "invalid_request" });
  });

  it.each(["__proto__", "constructor", "toString"])("has no field %s", async (field) => {
    const text = JSON.stringify(paymentParameters()).replace("{", `{"${field}":{"amount":1},`);
    const answer = await post(text);
    expect(answer.body).toMatchObject({
      code: "invalid_request",
      errors: [{ path: field, message: "is not a known field" }],
    });
  });

  it("that is nested endlessly is refused like any other", async () => {
    const answer = await post(`${"[".repeat(30_000)}${"]".repeat(30_000)}`);
    expect(answer.status).toBe(422);
  });
});

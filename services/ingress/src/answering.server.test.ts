import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, type ApiRequest, apiOf } from "../testing/api-client.ts";
import { type IngressStage, openIngressStage } from "../testing/ingress-stage.ts";
import { sendRaw } from "../testing/raw-http.ts";
import { addTestApp, type TestApp } from "../testing/test-app.ts";
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

const madeId = /^[A-Za-z0-9._-]{1,64}$/;

describe("the request id", () => {
  it.each(["A", "order.42_retry-1", "x".repeat(64)])("is the client's own when it is %j", async (id) => {
    const answer = await api("GET", "/healthz", { headers: { "x-request-id": id } });
    expect(answer.headers.get("x-request-id")).toBe(id);
  });

  it.each(["", "x".repeat(65), "a b", "a,b", "ä", "<script>"])("is made instead of %j", async (id) => {
    const answer = await sendRaw(
      ingress.url,
      `GET /healthz HTTP/1.1\r\nHost: a\r\nX-Request-Id: ${id}\r\nConnection: close\r\n\r\n`,
    );
    expect(/X-Request-Id: (.*)\r\n/.exec(answer)?.[1]).toMatch(/^req_[0-9a-z]{26}$/);
  });

  it.each([
    ["GET", "/v1/payments"],
    ["GET", "/nowhere"],
    ["GET", "/v1/payments/%ff"],
    ["POST", "/channels/wechat/acc_none/notify"],
    ["GET", "/openapi.json"],
    ["GET", "/docs"],
    ["GET", "/docs/swagger-ui.css"],
    ["DELETE", "/healthz"],
  ])("is on the answer to %s %s", async (method, path) => {
    const answer = await api(method, path);
    expect(answer.headers.get("x-request-id")).toMatch(madeId);
    if (answer.status >= 400) expect(answer.body["request_id"]).toBe(answer.headers.get("x-request-id"));
  });
});

describe("an answer that is no success", () => {
  it.each([
    ["GET", "/"],
    ["GET", "/v1/statements"],
    ["POST", "/v1/payments/pay_1/refunds"],
    ["PUT", "/v1/payments"],
    ["OPTIONS", "/v1/payments"],
    ["GET", "/v1/payments/%ff"],
    ["GET", "/v1/payments/%"],
    ["GET", "/docs/swagger-ui.js.map"],
    ["GET", "/docs/../package.json"],
    ["POST", "/healthz"],
    ["GET", "/channels/wechat/acc_none/notify"],

    ["GET", "/metrics"],
  ])("is a problem document: %s %s does not exist", async (method, path) => {
    const answer = await api(method, path, { key: app.key });
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.body).toEqual({
      type: "urn:problem-type:compose-pay:not_found",
      title: "There is no such object",
      status: 404,
      detail: "there is no such call",
      code: "not_found",
      request_id: answer.headers.get("x-request-id"),
    });
    expect(answer.status).toBe(404);
  });

  it.each([
    ["no HTTP", "hello\r\n\r\n"],
    ["a header without a name", "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n"],
    [
      "a header section that is too long",
      `GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${"x".repeat(20_000)}\r\n\r\n`,
    ],
    ["a URL that is too long", `GET /${"x".repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`],
    ["no host", "GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n"],
    ["two lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"],
    [
      "a length and chunks",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
  ])("is a problem document with a request id even to %s", async (_, bytes) => {
    const answer = await sendRaw(ingress.url, bytes);
    const [head = "", body = ""] = answer.split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
    expect(head).toMatch(/Content-Type: application\/problem\+json/);
    const requestId = /X-Request-Id: (.*)/.exec(head)?.[1];
    expect(JSON.parse(body)).toMatchObject({ status: 400, code: "body_malformed", request_id: requestId });
  });

  it("passes over an expectation that is none of ours", async () => {
    const answer = await sendRaw(
      ingress.url,
      "GET /healthz HTTP/1.1\r\nHost: a\r\nExpect: magic\r\nConnection: close\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe("every answer to a caller who is known", () => {
  const limits = /^"default";r=\d+;t=\d+$/;
  const tooLarge = { raw: "x".repeat(70_000) };

  it.each<[string, string, ApiRequest, number]>([
    ["GET", "/v1/methods", {}, 200],
    ["GET", "/v1/nothing", {}, 404],
    ["PUT", "/v1/payments", {}, 404],
    ["GET", "/v1/payments/%ff", {}, 404],
    ["GET", "/v1/payments/pay_1", {}, 404],
    ["POST", "/v1/payments", { raw: "{" }, 400],
    ["POST", "/v1/payments", tooLarge, 413],
    ["POST", "/v1/payments", { json: {} }, 422],
  ])("tells the rate limit: %s %s", async (method, path, request, status) => {
    const answer = await api(method, path, { key: app.key, ...request });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("ratelimit")).toMatch(limits);
    expect(answer.headers.get("ratelimit-policy")).toMatch(/^"default";q=\d+;w=\d+$/);
  });

  it("tells it without a Host header too", async () => {
    const answer = await sendRaw(
      ingress.url,
      `GET /v1/methods HTTP/1.1\r\nAuthorization: Bearer ${app.key}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(/\r\nRateLimit: "default";r=\d+;t=\d+\r\n/);
  });

  it("tells nobody else of what there is in the API", async () => {
    for (const path of ["/v1/nothing", "/v1/payments/%ff"]) {
      expect((await api("GET", path)).body).toMatchObject({ status: 401, code: "key_invalid" });
    }
  });
});

describe("every answer of the API", () => {
  it("is kept by no cache and says nothing of what made it", async () => {
    const { headers } = await api("GET", "/v1/methods", { key: app.key });
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect([headers.get("x-powered-by"), headers.get("etag"), headers.get("server")]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe("what everybody may read", () => {
  it("is the OpenAPI document of this server", async () => {
    const { body } = await api("GET", "/openapi.json");
    expect(body).toMatchObject({ openapi: "3.1.1", servers: [{ url: "http://pay.example" }] });
  });

  it("is a reference that loads nothing from elsewhere and runs no inline script", async () => {
    const { text, headers } = await api("GET", "/docs");
    expect(headers.get("content-security-policy")).toContain("script-src 'self'");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    const addresses = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
    expect(addresses).toEqual([
      "data:,",
      "/docs/swagger-ui.css",
      "/openapi.json",
      "/docs/swagger-ui-bundle.js",
      "/docs/start.js",
    ]);
    expect(text).not.toMatch(/<script>|onload=|style=/);
    for (const address of addresses.filter((one) => one?.startsWith("/"))) {
      expect((await api("GET", address ?? "")).status).toBe(200);
    }
  });

  it("is whether the process lives and can serve", async () => {
    expect((await api("GET", "/healthz")).body).toEqual({ status: "ok" });
    const ready = await api("GET", "/readyz");
    expect(ready.body).toEqual({ status: "ok", checks: { database: "ok", broker: "ok", redis: "ok" } });
  });
});

describe("the admin port", () => {
  it("has the metrics of what was answered, and the probes", async () => {
    await api("GET", "/v1/methods", { key: app.key });
    const admin = apiOf({ url: ingress.adminUrl });
    const { text } = await admin("GET", "/metrics");
    expect(text).toMatch(
      /compose_pay_http_requests_total\{route="GET \/v1\/methods",method="GET",status="200",.*\} \d/,
    );
    expect(text).toMatch(/compose_pay_http_request_seconds_bucket\{.*route="GET \/v1\/methods"/);
    expect(text).toContain('compose_pay_http_requests_total{route="none",method="GET",status="404"');
    expect((await admin("GET", "/healthz")).status).toBe(200);
    expect((await admin("GET", "/readyz")).status).toBe(200);
  });
});

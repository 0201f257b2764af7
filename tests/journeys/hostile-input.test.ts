import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HostileBody, hostileBodies, hostileFields } from "./harness/hostile-requests.ts";
import { paymentOf, problemOf } from "./harness/merchant.ts";
import { rawExchange } from "./harness/raw-http.ts";
import { openStage, type Stage } from "./harness/stage.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe("a hostile body", () => {
  it.each(hostileBodies)("that is $what is refused as $code", refuse);
  it.each(hostileFields)("with $what is refused", refuse);

  it("has left nothing behind, and the next good order is taken", async () => {
    expect((await stage.merchant.list("?order_no=hostile")).data).toEqual([]);
    const metadata = JSON.parse('{"__proto__":"kept","constructor":"kept","toString":"kept"}') as object;
    const answer = await stage.merchant.create({ method: "mock", subject: "🍵".repeat(127), metadata });
    expect(Object.entries(paymentOf(answer, [201]).metadata)).toEqual(Object.entries(metadata));
  });
});

describe("a hostile request", () => {
  const requests: readonly (readonly [string, () => string])[] = [
    ["a line that is no HTTP", () => "HELLO THERE\r\n\r\n"],
    ["a TLS greeting", () => "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
    ["no Host header", () => `GET /v1/payments HTTP/1.1\r\n${key()}Connection: close\r\n\r\n`],
    ["17 KiB of headers", () => `GET / HTTP/1.1\r\nHost: a\r\nX: ${"y".repeat(17_408)}\r\n\r\n`],
    ["two lengths", () => post("Content-Length: 2\r\nContent-Length: 3\r\n", "{}x")],
    ["a negative length", () => post("Content-Length: -1\r\n", "{}")],
    [
      "a length and chunks",
      () => post("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "2\r\n{}\r\n0\r\n\r\n"),
    ],
    ["a chunk that is none", () => post("Transfer-Encoding: chunked\r\n", "zz\r\n{}\r\n")],
    ["a header name with a space", () => post("Bad Header: 1\r\n", "")],
    ["a zero byte in a header", () => post("X-Odd: a\0b\r\n", "")],
    ["an endless path", () => `GET /v1/payments/${"a".repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`],
    [
      "an upgrade",
      () =>
        `GET /v1/payments HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n`,
    ],
    [
      "two keys",
      () =>
        `GET /v1/payments HTTP/1.1\r\nHost: a\r\n${key()}Authorization: Bearer x\r\nX-A: 1\r\nConnection: close\r\n\r\n`,
    ],
  ];

  it.each(requests)("with %s gets a problem document or a closed door", async (_what, request) => {
    const answer = await rawExchange(stage.product.apiUrl, request());
    const [head = "", body = ""] = answer.split("\r\n\r\n");
    // The second key is passed over by HTTP's own rule for a field that cannot be repeated.
    if (head.startsWith("HTTP/1.1 200")) return expect(_what).toBe("two keys");
    expect(head).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(head).toContain("application/problem+json");
    expect(JSON.parse(body)).toMatchObject({ request_id: expect.stringMatching(/^req_/) as string });
    expectNothingInside(body);
  });

  it("of a channel is refused by every account, or by nobody where there is none", async () => {
    const { accounts } = stage.product.demo;
    const good = `/channels/wechat/${accounts.wechat}/notify`;
    const expected: readonly (readonly [string, string, number])[] = [
      ["POST", "/channels/wechat/acc_nobody/notify", 404],
      ["POST", "/channels/paypal/acc_nobody/notify", 404],
      ["POST", `/channels/alipay/${accounts.wechat}/notify`, 404],
      ["POST", "/channels/wechat/..%2f..%2f/notify", 404],
      ["GET", good, 404],
      ["POST", good, 401],
      ["POST", `/channels/alipay/${accounts.alipay}/notify`, 400],
      ["POST", `/channels/mock/${accounts.mock}/notify`, 404],
    ];
    for (const [method, path, status] of expected) {
      const headers = { "content-type": "application/json", "wechatpay-serial": "'; DROP TABLE payments" };
      const body = method === "GET" ? undefined : '{"id":"x","__proto__":{}}';
      const answer = await stage.merchant.call({ method, path, headers, body });
      expect(answer.status, path).toBe(status);
      expectNothingInside(answer.text);
    }
    const huge = await stage.merchant.call({ method: "POST", path: good, body: "x".repeat(300_000) });
    expect(problemOf(huge).code).toBe("body_too_large");
  });
});

describe("the logs", () => {
  it("hold no secret, and no failure of our own", async () => {
    expect(await stage.leaks()).toEqual([]);
    expect(stage.logged(/"level":"(?:error|fatal)"/)).toEqual([]);
  });
});

function key(): string {
  return `Authorization: Bearer ${stage.merchant.apiKey}\r\n`;
}

function post(headers: string, body: string): string {
  return `POST /v1/payments HTTP/1.1\r\nHost: a\r\n${key()}Connection: close\r\n${headers}\r\n${body}`;
}

async function refuse({ body, headers, code }: HostileBody): Promise<void> {
  const { merchant } = stage;
  const answer = await merchant.call({
    method: "POST",
    path: "/v1/payments",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  const problem = problemOf(answer);
  expect([problem.code, answer.status < 500]).toEqual([code, true]);
  if (code === "invalid_request") expect(problem.errors?.length).toBeGreaterThan(0);
  expectNothingInside(answer.text);
}

/** Neither a stack trace nor a path nor a word of what the server is made of. */
function expectNothingInside(text: string): void {
  expect(text).not.toMatch(/node_modules|\.ts:\d|at \w+ \(|\/src\/|SyntaxError|ZodError|mysql|sql syntax/i);
}

import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createComposePay } from "./compose-pay-api.ts";

type Answer = (response: ServerResponse) => void;

let server: Server;
let url: string;
let answers: Answer[] = [];
let asked: string[] = [];

const fields = { order_no: "T1", amount: 100 };
const reset: Answer = (response) => response.socket?.resetAndDestroy();
const made: Answer = (response) =>
  response.writeHead(201).end('{"id":"pay_1","status":"requires_action","next_action":{"qr_code":"x"}}');

beforeAll(async () => {
  server = createServer((request, response) => void answer(request, response));
  await once(server.listen(0, "127.0.0.1"), "listening");
  // because a server that listens on TCP has an address of this shape
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(() => {
  answers = [];
  asked = [];
});

afterAll(() => server.close());

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  asked.push(`${request.method} ${request.url} ${request.headers.authorization} ${await text(request)}`);
  (answers.shift() ?? made)(response);
}

describe("createComposePay", () => {
  it("asks again, with the same order_no, when no answer came", async () => {
    answers = [reset, made];
    expect((await api().createPayment(fields)).id).toBe("pay_1");
    const request = `POST /v1/payments Bearer sk_test_1 {"order_no":"T1","amount":100}`;
    expect(asked).toEqual([request, request]);
  });

  it("waits as long as it is asked to, and gives up after three tries with the problem's detail", async () => {
    const busy = refusal(503, "No account can serve this method now.", { "retry-after": "0" });
    answers = [busy, busy, busy];
    await expect(api().createPayment(fields)).rejects.toThrow("No account can serve this method now.");
    expect(asked).toHaveLength(3);
  });

  it("does not ask again what was refused", async () => {
    answers = [refusal(422, "The refund exceeds the balance.")];
    await expect(api().createRefund({ refund_no: "R1" })).rejects.toMatchObject({
      status: 422,
      message: "The refund exceeds the balance.",
    });
    expect(asked).toHaveLength(1);
  });

  it("does not make a second endpoint when it hears nothing of the first", async () => {
    answers = [reset];
    await expect(api().createEndpoint({ url: "https://shop.example" })).rejects.toThrow("fetch failed");
    expect(asked).toHaveLength(1);
  });

  it("names the status of an answer that is no problem document", async () => {
    answers = [(response) => response.writeHead(404).end("<html>")];
    await expect(api().updateEndpoint("ep_1", {})).rejects.toMatchObject({
      status: 404,
      message: "compose-pay answered 404",
    });
  });
});

function api() {
  return createComposePay({ apiUrl: url, apiKey: "sk_test_1" });
}

function refusal(status: number, detail: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return (response) => response.writeHead(status, headers).end(JSON.stringify({ detail }));
}

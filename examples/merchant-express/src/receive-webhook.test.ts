import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createComposePay } from "./compose-pay-api.ts";
import { createShop } from "./create-shop.ts";
import { newOrder } from "./order.ts";
import { openOrderStore } from "./order-store.ts";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const folder = mkdtempSync(path.join(tmpdir(), "compose-pay-shop-"));
const store = openOrderStore(path.join(folder, "shop.sqlite"));
const api = createComposePay({ apiUrl: "http://127.0.0.1:1", apiKey: "sk_test_1" });

let server: Server;
let url: string;

beforeAll(async () => {
  const shop = createShop({ store, api, publicUrl: "http://shop.example", webhookSecret: secret });
  server = shop.listen(0, "127.0.0.1");
  await once(server, "listening");
  // because a server that listens on TCP has an address of this shape
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe("POST /webhooks", () => {
  it("takes an event once, however often it comes", async () => {
    const { orderNo } = anOrder();
    const paid = { id: "evt_1", body: eventOf(orderNo, "succeeded", 1) };
    expect(await post(paid)).toBe(204);
    expect(await post(paid)).toBe(204);
    expect(store.find(orderNo)).toMatchObject({ status: "succeeded", paymentSequence: 1 });
  });

  it.each([
    ["another secret", { secret: "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }],
    ["another body", { sent: (body: string) => body.replace("succeeded", "succeeded ") }],
    ["another id", { sentId: "evt_other" }],
    ["a signature of yesterday", { at: new Date(Date.now() - 86_400_000) }],
  ])("answers 401 to %s, and changes nothing", async (_what, forgery) => {
    const { orderNo } = anOrder();
    expect(await post({ id: "evt_2", body: eventOf(orderNo, "succeeded", 1), ...forgery })).toBe(401);
    expect(store.find(orderNo)?.status).toBe("open");
  });

  it("leaves an order open that was paid with another amount, and tells a person", async () => {
    const { orderNo } = anOrder();
    const told = vi.spyOn(console, "error").mockReturnValue(undefined);
    const body = eventOf(orderNo, "succeeded", 1).replace('"amount":100', '"amount":99');
    expect(await post({ id: "evt_5", body })).toBe(204);
    expect(store.find(orderNo)?.status).toBe("open");
    expect(told).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(orderNo));
    told.mockRestore();
  });

  it("takes events of orders that are not its own", async () => {
    expect(await post({ id: "evt_3", body: eventOf("another-system", "succeeded", 1) })).toBe(204);
    expect(
      await post({ id: "evt_4", body: '{"id":"evt_4","type":"webhook.test","sequence":1,"data":{}}' }),
    ).toBe(204);
  });
});

function anOrder() {
  const order = newOrder({ id: "tea", name: "Tea", price: 100 }, "wechat_native");
  store.save(order);
  return order;
}

function eventOf(orderNo: string, status: string, sequence: number): string {
  const data = { order_no: orderNo, amount: 100, currency: "CNY", status };
  return JSON.stringify({ type: `payment.${status}`, sequence, data });
}

async function post(webhook: {
  readonly id: string;
  readonly body: string;
  readonly secret?: string;
  readonly sent?: (body: string) => string;
  readonly sentId?: string;
  readonly at?: Date;
}): Promise<number> {
  const { id, body, at = new Date() } = webhook;
  const response = await fetch(`${url}/webhooks`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "webhook-id": webhook.sentId ?? id,
      "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
      "webhook-signature": new Webhook(webhook.secret ?? secret).sign(id, at, body),
    },
    body: webhook.sent?.(body) ?? body,
  });
  return response.status;
}

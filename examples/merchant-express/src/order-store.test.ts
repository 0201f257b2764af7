import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { newOrder } from "./order.ts";
import { openOrderStore } from "./order-store.ts";

const folder = mkdtempSync(path.join(tmpdir(), "compose-pay-shop-"));
const file = path.join(folder, "data", "shop.sqlite");
const order = newOrder({ id: "tea", name: "Tea", price: 100 }, "alipay_qr");

afterAll(() => rmSync(folder, { recursive: true }));

describe("openOrderStore", () => {
  it("finds orders, the endpoint and the webhooks that it took when it is opened again", () => {
    const before = openOrderStore(file);
    before.save(order);
    before.change(order.orderNo, (now) => ({ ...now, qrCode: "https://qr.example" }));
    before.keepEndpoint({ id: "ep_1", secret: "whsec_1" });
    before.once("evt_1", () => {});
    const after = openOrderStore(file);
    expect(after.find(order.orderNo)).toEqual({ ...order, qrCode: "https://qr.example" });
    expect(after.endpoint()).toEqual({ id: "ep_1", secret: "whsec_1" });
    expect(after.once("evt_1", () => expect.unreachable())).toBe(false);
  });

  it("can be read by its owner only", () => {
    openOrderStore(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("does the work of a webhook again, all of it, when it failed in the middle", () => {
    const store = openOrderStore(file);
    const fail = () => {
      store.change(order.orderNo, (now) => ({ ...now, status: "succeeded" }));
      throw new Error("the disk is full");
    };
    expect(() => store.once("evt_2", fail)).toThrow("the disk is full");
    expect(store.find(order.orderNo)?.status).toBe("open");
    expect(store.once("evt_2", () => {})).toBe(true);
  });

  it("knows nothing of an order that is not there", () => {
    const store = openOrderStore(file);
    expect(store.find("none")).toBeNull();
    expect(store.change("none", (now) => now)).toBeNull();
  });
});

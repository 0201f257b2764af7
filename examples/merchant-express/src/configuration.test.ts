import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfiguration } from "./configuration.ts";

const folder = mkdtempSync(path.join(tmpdir(), "compose-pay-shop-"));
const stackFile = path.join(folder, "stack.json");
const nowhere = path.join(folder, "nothing.json");

beforeAll(() =>
  writeFileSync(stackFile, JSON.stringify({ api_url: "http://127.0.0.1:8080", api_key: "sk_test_1" })),
);
afterAll(() => rmSync(folder, { recursive: true }));

describe("readConfiguration", () => {
  it("takes the stack that runs beside, and defaults for the rest", () => {
    expect(readConfiguration({}, stackFile)).toEqual({
      apiUrl: "http://127.0.0.1:8080",
      apiKey: "sk_test_1",
      host: "127.0.0.1",
      port: 3_000,
      publicUrl: "http://127.0.0.1:3000",
      webhookSecret: null,
      dataFile: ".local/shop.sqlite",
    });
  });

  it("takes what the environment says, and nothing of a stack besides", () => {
    const env = { COMPOSE_PAY_URL: "https://pay.example", COMPOSE_PAY_API_KEY: "sk_live_1", PORT: "8080" };
    expect(readConfiguration({ ...env, PUBLIC_URL: "https://shop.example" }, stackFile)).toMatchObject({
      apiUrl: "https://pay.example",
      apiKey: "sk_live_1",
      publicUrl: "https://shop.example",
      port: 8_080,
    });
    expect(() => readConfiguration({ COMPOSE_PAY_URL: "https://pay.example" }, stackFile)).toThrow(
      "COMPOSE_PAY_API_KEY",
    );
  });

  it("says what to do when there is neither", () => {
    expect(() => readConfiguration({}, nowhere)).toThrow("npm start");
    expect(() => readConfiguration({ PORT: "0" }, stackFile)).toThrow("PORT must be a TCP port.");
  });
});

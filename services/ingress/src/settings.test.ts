import { readSettings } from "@compose-pay/runtime";
import { describe, expect, it } from "vitest";
import { ingressSettings } from "./settings.ts";

const environment = {
  DATABASE_URL: "mysql://hub@127.0.0.1/compose_pay",
  AMQP_URL: "amqp://127.0.0.1",
  REDIS_URL: "redis://127.0.0.1",
  PUBLIC_URL: "https://pay.example/",
  MASTER_KEY: Buffer.alloc(32, 1).toString("base64"),
  PORT: "8080",
  ADMIN_PORT: "8081",
};

describe("the settings", () => {
  it("need nothing beyond addresses, ports and the master key", () => {
    const settings = readSettings(ingressSettings, environment);
    expect(settings.PUBLIC_URL).toBe("https://pay.example");
    expect(settings.TRUSTED_PROXIES.isEmpty).toBe(true);
    expect(settings.ANSWER_DEADLINE_MS).toBeGreaterThan(10_000);
  });

  it("know trusted proxies by their ranges, single addresses among them", () => {
    const ranges = readSettings(ingressSettings, {
      ...environment,
      TRUSTED_PROXIES: "10.0.0.0/8, 192.0.2.7,::1",
    }).TRUSTED_PROXIES;
    expect(["10.9.9.9", "192.0.2.7", "::1"].map((one) => ranges.includes(one))).toEqual([true, true, true]);
    expect(["192.0.2.8", "::2"].map((one) => ranges.includes(one))).toEqual([false, false]);
  });

  it("tell where a wrong range stands and not what it is", () => {
    const faulty = { ...environment, TRUSTED_PROXIES: "10.0.0.0/8, 10.0.0.1/8, secret.internal" };
    const read = () => readSettings(ingressSettings, faulty);
    expect(read).toThrow(/TRUSTED_PROXIES\.1 [\s\S]*TRUSTED_PROXIES\.2 /);
    expect(read).not.toThrow(/10\.0\.0|secret/);
  });

  it("tell every fault by the name of its variable", () => {
    const faulty = { ...environment, TRUSTED_PROXIES: "everybody", PORT: "http", MOST_CALLS: "0" };
    expect(() => readSettings(ingressSettings, faulty)).toThrow(
      /PORT[\s\S]*TRUSTED_PROXIES[\s\S]*MOST_CALLS/,
    );
  });
});

import { describe, expect, it } from "vitest";
import { readSettings } from "./settings.ts";

describe("the sandbox's settings", () => {
  it("need a data directory and nothing else", () => {
    expect(readSettings({ SANDBOX_DATA_DIR: "/data" })).toEqual({
      port: 4_100,
      host: "127.0.0.1",
      dataDir: "/data",
      publicUrl: undefined,
      httpNotifyHosts: [],
      refundDelayMs: 500,
    });
  });

  it("are all read", () => {
    const settings = readSettings({
      SANDBOX_DATA_DIR: "/data",
      SANDBOX_PORT: "0",
      SANDBOX_HOST: "0.0.0.0",
      SANDBOX_PUBLIC_URL: "http://sandbox:4100",
      SANDBOX_HTTP_NOTIFY_HOSTS: "ingress,other",
      SANDBOX_REFUND_DELAY_MS: "0",
    });
    expect(settings).toMatchObject({
      port: 0,
      publicUrl: "http://sandbox:4100",
      httpNotifyHosts: ["ingress", "other"],
      refundDelayMs: 0,
    });
  });

  it("report every fault at once, by name", () => {
    const bad = { SANDBOX_PORT: "70000", SANDBOX_PUBLIC_URL: "ftp://x" };
    expect(() => readSettings(bad)).toThrow(/SANDBOX_PORT.*SANDBOX_DATA_DIR.*SANDBOX_PUBLIC_URL/s);
  });
});

import { describe, expect, it } from "vitest";
import { createHealth } from "./health.ts";

describe("createHealth", () => {
  it("is ok when every part is", async () => {
    const health = createHealth();
    health.add("database", { isWell: () => Promise.resolve(true), otherwise: "unavailable" });
    health.add("redis", { isWell: () => true, otherwise: "degraded" });
    expect(await health.readiness()).toEqual({ status: "ok", checks: { database: "ok", redis: "ok" } });
  });

  it("is degraded without Redis, and unavailable without the database", async () => {
    const health = createHealth();
    health.add("redis", { isWell: () => false, otherwise: "degraded" });
    expect(await health.readiness()).toEqual({ status: "degraded", checks: { redis: "degraded" } });
    health.add("database", { isWell: () => Promise.reject(new Error("away")), otherwise: "unavailable" });
    expect(await health.readiness()).toEqual({
      status: "unavailable",
      checks: { redis: "degraded", database: "unavailable" },
    });
  });

  it("does not wait for a check that hangs, nor ask it twice at a time", async () => {
    const health = createHealth({ deadlineMs: 10 });
    let asked = 0;
    const hangs = () => {
      asked += 1;
      return new Promise<boolean>(() => {});
    };
    health.add("database", { isWell: hangs, otherwise: "unavailable" });
    const [first, second] = await Promise.all([health.readiness(), health.readiness()]);
    expect([first.status, second.status]).toEqual(["unavailable", "unavailable"]);
    await health.readiness();
    expect(asked).toBe(1);
  });

  it("is unavailable once the process begins to stop", async () => {
    const health = createHealth();
    health.add("database", { isWell: () => true, otherwise: "unavailable" });
    health.beginStop();
    expect(await health.readiness()).toMatchObject({ status: "unavailable", checks: { database: "ok" } });
  });
});

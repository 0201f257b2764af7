import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAdminServer } from "./admin-server.ts";
import type { AdminServer } from "./admin-server.ts";
import { createHealth } from "./health.ts";
import { createLogger } from "./logger.ts";
import { createMetrics } from "./metrics.ts";

const metrics = createMetrics("ingress");
const health = createHealth();
const logger = createLogger({ service: "ingress", level: "silent" });
let databaseIsWell = true;
let server: AdminServer;

beforeAll(async () => {
  health.add("database", { isWell: () => databaseIsWell, otherwise: "unavailable" });
  server = await startAdminServer({ port: 0, host: "127.0.0.1", metrics, health, logger });
});

afterAll(() => server.close());

const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`);

describe("startAdminServer", () => {
  it("serves metrics with the service's name, one metric for one name", async () => {
    for (const round of [1, 2]) {
      const counter = metrics.counter({
        name: "compose_pay_rounds_total",
        help: "Rounds.",
        labels: ["kind"],
      });
      counter.inc({ kind: "test" }, round);
    }
    const text = await (await get("/metrics")).text();
    expect(text).toContain('compose_pay_rounds_total{kind="test",service="ingress"} 3');
    expect(text).toContain("compose_pay_process_cpu_user_seconds_total");
  });

  it("says that the process runs, and apart from that whether it is ready", async () => {
    databaseIsWell = false;
    expect((await get("/healthz")).status).toBe(200);
    const unready = await get("/readyz?verbose");
    expect(unready.status).toBe(503);
    expect(await unready.json()).toEqual({ status: "unavailable", checks: { database: "unavailable" } });
    databaseIsWell = true;
    expect((await get("/readyz")).status).toBe(200);
  });

  it("knows no other path", async () => {
    expect((await get("/")).status).toBe(404);
  });

  it("fails to start on a port that is taken", async () => {
    const taken = startAdminServer({ port: server.port, host: "127.0.0.1", metrics, health, logger });
    await expect(taken).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});

import { createLogger, createMetrics, systemClock } from "@compose-pay/runtime";
import { describe, expect, it } from "vitest";
import { nothingTaken, startSweeps, type Sweep } from "./sweep-loop.ts";

const logger = createLogger({ service: "test", level: "silent" });
const loop = (sweeps: readonly Sweep[], metrics = createMetrics("test")) =>
  startSweeps({ sweeps, everyMs: 1, clock: systemClock, logger, metrics });

describe("the sweep loop", () => {
  it("runs a sweep again after it failed, and the others meanwhile", async () => {
    const failedTwice = Promise.withResolvers<void>();
    const othersRan = Promise.withResolvers<void>();
    let failures = 0;
    let runs = 0;
    const failing: Sweep = {
      name: "failing",
      run: () => {
        failures += 1;
        if (failures === 2) failedTwice.resolve();
        return Promise.reject(new Error("away"));
      },
    };
    const well: Sweep = {
      name: "well",
      run: () => {
        runs += 1;
        if (runs === 2) othersRan.resolve();
        return Promise.resolve({ taken: 1, sent: 1, putOff: 0, isFull: false });
      },
    };
    const running = loop([failing, well]);
    await Promise.all([failedTwice.promise, othersRan.promise]);
    await running.stop();
  });

  it("counts what was sent on apart from what was put off and what a deep queue kept", async () => {
    const ranTwice = Promise.withResolvers<void>();
    const results = [{ taken: 9, sent: 4, putOff: 3, isFull: false }];
    const mixed: Sweep = {
      name: "mixed",
      run: () => {
        const result = results.pop();
        if (result === undefined) ranTwice.resolve();
        return Promise.resolve(result ?? nothingTaken);
      },
    };
    const metrics = createMetrics("test");
    const running = loop([mixed], metrics);
    await ranTwice.promise;
    await running.stop();
    const shown = await metrics.text();
    for (const [outcome, count] of Object.entries({ sent: 4, put_off: 3, held_back: 2 })) {
      expect(shown).toMatch(new RegExp(`swept_total\\{[^}]*outcome="${outcome}"[^}]*\\} ${count}\\n`));
    }
  });

  it("waits at the end for what runs, and starts nothing after it", async () => {
    const started = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    let runs = 0;
    const slow: Sweep = {
      name: "slow",
      run: async () => {
        runs += 1;
        started.resolve();
        await release.promise;
        return { taken: 1, sent: 1, putOff: 0, isFull: true };
      },
    };
    const running = loop([slow]);
    await started.promise;
    let isStopped = false;
    const stopped = running.stop().then(() => (isStopped = true));
    await Promise.resolve();
    expect(isStopped).toBe(false);
    release.resolve();
    await stopped;
    expect(runs).toBe(1);
  });
});

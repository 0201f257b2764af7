import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { settlePorts, settlePrivateSettings } from "./private-settings.ts";
import type { PortFinder } from "./private-settings.ts";

const known = { mysql: 1, rabbitmq: 2, rabbitmqDistribution: 3, epmd: 4, redis: 5 };

function finder({ taken = [], found }: { taken?: number[]; found: number[] }): PortFinder {
  return {
    isPortFree: async (port) => !taken.includes(port),
    freePort: async () => found.shift() ?? 9_999,
  };
}

describe("the ports of private servers", () => {
  it("are the remembered ones while they are free", async () => {
    expect(await settlePorts(known, finder({ found: [] }))).toEqual(known);
  });

  it("are new for those that are taken, and only for those", async () => {
    const ports = await settlePorts(known, finder({ taken: [2, 5], found: [60, 61] }));
    expect(ports).toEqual({ ...known, rabbitmq: 60, redis: 61 });
  });

  it("are all different, even when the finder repeats itself", async () => {
    const ports = await settlePorts(undefined, finder({ found: [7, 7, 8, 8, 9, 10, 11] }));
    expect(Object.values(ports)).toEqual([7, 8, 9, 10, 11]);
  });
});

describe("the settings of private servers", () => {
  let dataDir = "";
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "private-settings-"));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it("are the same at the next start", async () => {
    const first = await settlePrivateSettings(dataDir, finder({ found: [1, 2, 3, 4, 5] }));
    expect(await settlePrivateSettings(dataDir, finder({ found: [] }))).toEqual(first);
  });

  it("are readable by their owner alone", async () => {
    await settlePrivateSettings(dataDir, finder({ found: [1, 2, 3, 4, 5] }));
    expect(statSync(join(dataDir, "servers.json")).mode & 0o777).toBe(0o600);
  });

  it("are made anew from a damaged file", async () => {
    writeFileSync(join(dataDir, "servers.json"), `{"ports":{"mysql":"x"}}`);
    const settings = await settlePrivateSettings(dataDir, finder({ found: [1, 2, 3, 4, 5] }));
    expect(settings.ports).toEqual(known);
  });
});

import { describe, expect, it } from "vitest";
import type { HeldBackReason } from "./circuit.ts";
import type { WorkResult } from "./create-order.ts";
import { createCrowd } from "./crowd.ts";

const settled = { kind: "settled", paymentId: "pay_1" } as const;
const busy = { accountId: "acc_busy", channel: "mock" } as const;
const well = { accountId: "acc_well", channel: "mock" } as const;

describe("the crowd before an account", () => {
  it("waits while the account answers, and nobody is let go or beyond its places", async () => {
    const { crowd } = open();
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      return settled;
    };
    const results = await Promise.all(Array.from({ length: 40 }, () => crowd.enter(busy, work)));
    expect(results.every((result) => result?.kind === "settled")).toBe(true);
    expect(most).toBe(2);
  });

  it("is let go before one that hangs, but for as many a second as are read", async () => {
    const { crowd } = open();
    for (let index = 0; index < 2; index += 1) void crowd.enter(busy, endless);
    const results = await Promise.all(
      Array.from({ length: 20 }, () => crowd.enter(busy, () => Promise.resolve({ kind: "open" }))),
    );
    expect(results.filter((result) => result !== null)).toEqual([{ kind: "open" }]);
  });

  it("is let go at once before an open circuit, and let in when it closes", async () => {
    const { crowd, held } = open("circuit_open");
    const enter = () => crowd.enter(busy, () => Promise.resolve(settled));
    expect(await Promise.all([enter(), enter(), enter()])).toEqual([settled, null, null]);
    held.reason = null;
    expect(await Promise.all([enter(), enter(), enter()])).toEqual([settled, settled, settled]);
  });

  it("does not concern another account", async () => {
    const { crowd } = open();
    for (let index = 0; index < 10; index += 1) void crowd.enter(busy, endless);
    const results = await Promise.all(
      Array.from({ length: 10 }, () => crowd.enter(well, () => Promise.resolve(settled))),
    );
    expect(results).not.toContain(null);
  });

  it("leaves its place when the work fails", async () => {
    const { crowd } = open();
    for (let index = 0; index < 5; index += 1) {
      await expect(crowd.enter(busy, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    }
    expect(await crowd.enter(busy, () => Promise.resolve(settled))).toEqual(settled);
  });
});

function open(reason: HeldBackReason | null = null) {
  const held = { reason };
  const crowd = createCrowd({
    caller: { wouldHoldBack: ({ accountId }) => (accountId === busy.accountId ? held.reason : null) },
    nowMs: () => performance.now(),
    mostInside: 2,
    readPerSecond: 1,
  });
  return { crowd, held };
}

function endless(): Promise<WorkResult> {
  return Promise.withResolvers<WorkResult>().promise;
}

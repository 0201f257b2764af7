import { describe, expect, it } from "vitest";
import type { HeldBackReason } from "./circuit.ts";
import type { WorkResult } from "./create-order.ts";
import { createCrowd } from "./crowd.ts";

const settled = { kind: "settled", paymentId: "pay_1" } as const;
const worked = { kind: "worked", result: settled } as const;
const busy = { accountId: "acc_busy", channel: "mock" } as const;
const well = { accountId: "acc_well", channel: "mock" } as const;
const quick = () => Promise.resolve<WorkResult>(settled);
const slow = (ms: number) => () => new Promise<WorkResult>((resolve) => setTimeout(resolve, ms, settled));

describe("the crowd before an account", () => {
  it("is served in its places while the account answers, some at the door and the others later", async () => {
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
    const all = await Promise.all(Array.from({ length: 40 }, () => crowd.enter(busy, work)));
    expect(most).toBe(2);
    expect(all.filter(({ kind }) => kind === "worked")).toHaveLength(5);
    expect(all.filter(({ kind }) => kind === "come_back")).toHaveLength(35 - letGo(all));
    const waits = all.flatMap((one) => (one.kind === "come_back" ? [one.afterMs] : []));
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  });

  it("of an account that was not heard of before is not taken for one that hangs", async () => {
    const { crowd } = open();
    const all = await Promise.all(Array.from({ length: 5 }, () => crowd.enter(busy, slow(300))));
    expect(all).toEqual(Array.from({ length: 5 }, () => worked));
  });

  it("is let go before one that hangs, but for as many a second as are read", async () => {
    const { crowd } = open();
    await crowd.enter(busy, quick);
    for (let index = 0; index < 2; index += 1) void crowd.enter(busy, endless);
    await new Promise((resolve) => setTimeout(resolve, 150));
    const all = await Promise.all(Array.from({ length: 20 }, () => crowd.enter(busy, quick)));
    expect(all.filter(({ kind }) => kind === "worked")).toHaveLength(1);
    expect(all.filter((one) => one.kind === "let_go" && one.reason === "hangs")).toHaveLength(19);
  });

  it("is let go at once before an open circuit, and let in when it closes", async () => {
    const { crowd, held } = open("circuit_open");
    const enter = () => crowd.enter(busy, quick);
    const away = { kind: "let_go", reason: "circuit_open" };
    expect(await Promise.all([enter(), enter(), enter()])).toEqual([worked, away, away]);
    held.reason = null;
    expect(await Promise.all([enter(), enter(), enter()])).toEqual([worked, worked, worked]);
  });

  it("leaves places for other accounts, however many wait for it", async () => {
    const { crowd } = open();
    for (let index = 0; index < 10; index += 1) void crowd.enter(busy, endless);
    const startedMs = performance.now();
    const all = await Promise.all(Array.from({ length: 2 }, () => crowd.enter(well, quick)));
    expect(all).toEqual([worked, worked]);
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });

  it("leaves its place when the work fails", async () => {
    const { crowd } = open();
    for (let index = 0; index < 5; index += 1) {
      await expect(crowd.enter(busy, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    }
    expect(await crowd.enter(busy, quick)).toEqual(worked);
  });
});

function open(reason: HeldBackReason | null = null) {
  const held = { reason };
  const crowd = createCrowd({
    caller: { wouldHoldBack: ({ accountId }) => (accountId === busy.accountId ? held.reason : null) },
    nowMs: () => performance.now(),
    mostInside: 2,
    mostAtDoor: 3,
    readPerSecond: 1,
    onPutOff: () => undefined,
  });
  return { crowd, held };
}

function letGo(all: readonly { readonly kind: string }[]): number {
  return all.filter(({ kind }) => kind === "let_go").length;
}

function endless(): Promise<WorkResult> {
  return Promise.withResolvers<WorkResult>().promise;
}

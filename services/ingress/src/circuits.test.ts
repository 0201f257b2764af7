import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type CircuitStore, createCircuits } from "./circuits.ts";

type Answer = (states: readonly (string | null)[]) => void;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A Redis that answers when the test says so. */
function slowRedis() {
  const asked: { readonly keys: readonly string[]; readonly answer: Answer }[] = [];
  const mget = (keys: readonly string[]) =>
    new Promise<readonly (string | null)[]>((resolve) => asked.push({ keys, answer: resolve }));
  const redis: CircuitStore = { isReady: () => true, client: { mget } };
  return { asked, redis };
}

describe("circuits, while Redis is silent", () => {
  it("are not asked about again before it has answered", async () => {
    const { asked, redis } = slowRedis();
    const circuits = createCircuits(redis);
    const watching = circuits.watch(["acc_1"]);
    asked[0]?.answer(["open"]);
    await watching;
    expect(circuits.isOpen("acc_1")).toBe(true);

    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toHaveLength(2);
    asked[1]?.answer([null]);
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(2);
    expect(circuits.isOpen("acc_1")).toBe(false);
    await vi.advanceTimersByTimeAsync(500);
    expect(asked).toHaveLength(3);
    circuits.stop();
  });

  it("of accounts that are new are looked at on their own, and no look of before takes it back", async () => {
    const { asked, redis } = slowRedis();
    const circuits = createCircuits(redis);
    void circuits.watch(["acc_1"]);
    await vi.advanceTimersByTimeAsync(5_000);
    const before = asked.length;
    const watching = circuits.watch(["acc_1", "acc_2"]);
    expect(asked.slice(before).map(({ keys }) => keys)).toEqual([["breaker:acc_2:create"]]);
    asked[before]?.answer(["open"]);
    await watching;
    for (const { answer } of asked) answer(["open"]);
    await vi.advanceTimersByTimeAsync(0);
    expect([circuits.isOpen("acc_1"), circuits.isOpen("acc_2")]).toEqual([true, true]);
    circuits.stop();
  });
});

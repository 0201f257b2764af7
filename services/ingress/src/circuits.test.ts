import { type CircuitState, writeCircuitState } from "@compose-pay/contracts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type CircuitStore, createCircuits } from "./circuits.ts";

const shown = (state: CircuitState["state"]) =>
  writeCircuitState({ state, since: new Date(0), reason: "timeout" });
const open = shown("open");
const auto = { modeOf: () => "auto" as const };

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
    const circuits = createCircuits(redis, auto);
    const watching = circuits.watch(["acc_1"]);
    asked[0]?.answer([open]);
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
    const circuits = createCircuits(redis, auto);
    void circuits.watch(["acc_1"]);
    await vi.advanceTimersByTimeAsync(5_000);
    const before = asked.length;
    const watching = circuits.watch(["acc_1", "acc_2"]);
    expect(asked.slice(before).map(({ keys }) => keys)).toEqual([["breaker:acc_2:create"]]);
    asked[before]?.answer([open]);
    await watching;
    for (const { answer } of asked) answer([open]);
    await vi.advanceTimersByTimeAsync(0);
    expect([circuits.isOpen("acc_1"), circuits.isOpen("acc_2")]).toEqual([true, true]);
    circuits.stop();
  });
});

async function watched(state: string | null, mode: "open" | "closed" | "auto" = "auto") {
  const redis: CircuitStore = {
    isReady: () => true,
    client: { mget: (keys) => Promise.resolve(keys.map(() => state)) },
  };
  const circuits = createCircuits(redis, { modeOf: () => mode });
  await circuits.watch(["acc_1"]);
  return circuits;
}

describe("circuits", () => {
  it("that are tried again let one order through in half a second", async () => {
    const circuits = await watched(shown("half_open"));
    expect(circuits.isAvailable("acc_1")).toBe(true);
    expect([circuits.isOpen("acc_1"), circuits.isOpen("acc_1"), circuits.isOpen("acc_1")]).toEqual([
      false,
      true,
      true,
    ]);
    await vi.advanceTimersByTimeAsync(500);
    expect([circuits.isOpen("acc_1"), circuits.isOpen("acc_1")]).toEqual([false, true]);
    circuits.stop();
  });

  it.each([
    ["closed", "open", shown("open")],
    ["open", "closed", null],
    ["open", "closed", shown("forced_closed")],
  ] as const)("are %s when an operator wants them so, though a worker shows %s", async (mode, _, state) => {
    const circuits = await watched(state, mode);
    expect([circuits.isOpen("acc_1"), circuits.isAvailable("acc_1")]).toEqual([
      mode === "open",
      mode !== "open",
    ]);
    circuits.stop();
  });

  it("obey an operator without Redis", async () => {
    const redis: CircuitStore = {
      isReady: () => false,
      client: { mget: () => Promise.reject(new Error("away")) },
    };
    const circuits = createCircuits(redis, { modeOf: (id) => (id === "acc_1" ? "open" : "auto") });
    await circuits.watch(["acc_1", "acc_2"]);
    expect([circuits.isOpen("acc_1"), circuits.isOpen("acc_2")]).toEqual([true, false]);
    circuits.stop();
  });

  it.each(["open", '{"state":"purple"}', ""])("that are shown as %j count as closed", async (text) => {
    const circuits = await watched(text);
    expect(circuits.isOpen("acc_1")).toBe(false);
    circuits.stop();
  });
});

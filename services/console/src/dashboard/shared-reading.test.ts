import { waitFor } from "@compose-pay/test-support";
import { describe, expect, it } from "vitest";
import { SharedReading } from "./shared-reading.ts";

/** A reading of 1, 2, 3 …, each of which takes a moment. */
function counted({ everyMs = 5, failing = 0, mostListeners = 3 } = {}) {
  const stop = new AbortController();
  const failures: unknown[] = [];
  let reads = 0;
  let lastAtMs = 0;
  const reading = new SharedReading<number>({
    read: async () => {
      reads += 1;
      lastAtMs = performance.now();
      const value = reads;
      await new Promise((resolve) => void setTimeout(resolve, 2));
      if (value === failing) throw new Error(`reading ${value} fails`);
      return value;
    },
    everyMs,
    mostListeners,
    stopping: stop.signal,
    onFailure: (error) => void failures.push(error),
  });
  return {
    reading,
    failures,
    stop: () => stop.abort(),
    reads: () => reads,
    hasRested: () => performance.now() - lastAtMs > everyMs * 6,
  };
}

function listenTo({ reading }: ReturnType<typeof counted>) {
  const listener = reading.listen();
  if (listener === null) throw new Error("it is full");
  return listener;
}

describe("a shared reading", () => {
  it("is read once for all who ask at one time, and for who asks a moment later", async () => {
    const shared = counted();
    expect(await Promise.all([shared.reading.now(), shared.reading.now()])).toEqual([1, 1]);
    expect(await shared.reading.now()).toBe(1);
    expect(shared.reads()).toBe(1);
  });

  it("is read once for all who listen, and only while somebody does", async () => {
    const shared = counted();
    const [one, other] = [listenTo(shared), listenTo(shared)];
    expect(await Promise.all([one.next(1_000), other.next(1_000)])).toMatchObject([
      { kind: "value", value: 1 },
      { kind: "value", value: 1 },
    ]);
    expect(await one.next(1_000)).toMatchObject({ kind: "value", value: 2 });
    expect(await other.next(1_000)).toMatchObject({ kind: "value", value: 2 });
    one.leave();
    one.leave();
    expect((await other.next(1_000)).kind).toBe("value");
    other.leave();
    // The turn that is under way may read once more.
    const reads = shared.reads();
    await waitFor(() => shared.hasRested(), { deadlineMs: 5_000 });
    expect(shared.reads()).toBeLessThanOrEqual(reads + 1);
    expect((await listenTo(shared).next(1_000)).kind).toBe("value");
    expect(shared.reads()).toBeGreaterThan(reads);
    shared.stop();
  });

  it("passes over what a slow listener has missed", async () => {
    const shared = counted();
    const [slow, quick] = [listenTo(shared), listenTo(shared)];
    for (let count = 0; count < 4; count += 1) await quick.next(1_000);
    const news = await slow.next(1_000);
    expect(news.kind === "value" && news.value).toBeGreaterThanOrEqual(4);
    shared.stop();
  });

  it("goes on after one that fails, and says that nothing came meanwhile", async () => {
    const shared = counted({ failing: 1, everyMs: 60 });
    const listener = listenTo(shared);
    expect(await listener.next(20)).toEqual({ kind: "nothing" });
    expect(await listener.next(1_000)).toMatchObject({ kind: "value", value: 2 });
    expect(shared.failures).toHaveLength(1);
    shared.stop();
  });

  it("has a bound, and places that come free", () => {
    const shared = counted({ mostListeners: 1 });
    const only = listenTo(shared);
    expect([shared.reading.isFull(), shared.reading.listen()]).toEqual([true, null]);
    only.leave();
    expect(shared.reading.isFull()).toBe(false);
    shared.stop();
  });

  it("ends for whoever waits when the process stops, and for who comes later", async () => {
    const shared = counted({ everyMs: 60_000 });
    const listener = listenTo(shared);
    await listener.next(1_000);
    const waiting = listener.next(60_000);
    shared.stop();
    expect([await waiting, await listener.next(1_000)]).toEqual([{ kind: "end" }, { kind: "end" }]);
  });
});

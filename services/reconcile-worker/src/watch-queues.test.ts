import type { Messaging, QueueStates } from "@compose-pay/messaging";
import { createMetrics } from "@compose-pay/runtime";
import { describe, expect, it } from "vitest";
import { watchQueues } from "./watch-queues.ts";

const begin = new Date("2026-03-01T08:00:00.000Z").getTime();

/** A broker of which the test says what is on it; null while it is away. */
function watched() {
  const broker = { states: new Map() as QueueStates | null, looks: 0 };
  const messaging: Pick<Messaging, "queueStates"> = {
    queueStates: async () => {
      broker.looks += 1;
      if (broker.states === null) throw new Error("away");
      return broker.states;
    },
  };
  const metrics = createMetrics("test");
  const watch = watchQueues(messaging, metrics);
  const lines = async () =>
    (await metrics.text()).split("\n").filter((line) => line.startsWith("compose_pay_queue"));
  return { broker, lines, run: (seconds: number) => watch.run(new Date(begin + seconds * 1_000)) };
}

describe("the gauges of queues", () => {
  it("say what waits, dead letters too, and who takes it, once in 15 s", async () => {
    const { broker, lines, run } = watched();
    broker.states = new Map([
      ["notify.events", { messages: 7, consumers: 0 }],
      ["dead.outbox", { messages: 2, consumers: 0 }],
    ]);
    await run(0);
    await run(14);
    expect(broker.looks).toBe(1);
    expect(await lines()).toEqual(
      expect.arrayContaining([
        'compose_pay_queue_messages{queue="notify.events",service="test"} 7',
        'compose_pay_queue_messages{queue="dead.outbox",service="test"} 2',
        'compose_pay_queue_consumers{queue="notify.events",service="test"} 0',
      ]),
    );
    broker.states = new Map([["notify.events", { messages: 0, consumers: 3 }]]);
    await run(15);
    expect(await lines()).toContain('compose_pay_queue_consumers{queue="notify.events",service="test"} 3');
  });

  it("say nothing of a broker that cannot be asked, rather than what was", async () => {
    const { broker, lines, run } = watched();
    broker.states = new Map([["dead.outbox", { messages: 2, consumers: 0 }]]);
    await run(0);
    broker.states = null;
    await expect(run(15)).rejects.toThrow("away");
    expect(await lines()).toEqual([]);
  });
});

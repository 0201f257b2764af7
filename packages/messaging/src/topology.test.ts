import { describe, expect, it } from "vitest";
import { deadLetterQueueOf, workQueues } from "./queue-name.ts";
import { createTopology } from "./topology.ts";

describe("createTopology", () => {
  const topology = createTopology("test.");
  const argumentsOf = (name: string) => topology.queues.find((queue) => queue.name === name)?.arguments;

  it("has nothing but quorum queues, each with a bounded delivery", () => {
    for (const queue of topology.queues) expect(queue.arguments["x-queue-type"]).toBe("quorum");
    for (const name of [...workQueues.keys(), "dead.channel-worker"]) {
      expect(argumentsOf(name)?.["x-delivery-limit"], name).toBeGreaterThan(0);
    }
  });

  it("sends what is given out too often to its owner's dead letters, under the prefix", () => {
    expect(argumentsOf("channel.wechat.background")).toMatchObject({
      "x-dead-letter-exchange": "",
      "x-dead-letter-routing-key": "test.dead.channel-worker",
      "x-dead-letter-strategy": "at-least-once",
      "x-overflow": "reject-publish",
    });
    expect(argumentsOf("notify.events")?.["x-dead-letter-routing-key"]).toBe("test.dead.notify-worker");
    expect(deadLetterQueueOf("notify.events")).toBe("dead.notify-worker");
    expect(deadLetterQueueOf("nobody")).toBe("dead.outbox");
  });

  it("lets a wait end on the queue that the message was for", () => {
    for (const wait of topology.waits) {
      const step = Number(wait.slice("wait.".length));
      expect(argumentsOf(wait)).toMatchObject({ "x-message-ttl": step, "x-dead-letter-exchange": "" });
      expect(argumentsOf(wait)).not.toHaveProperty("x-dead-letter-routing-key");
    }
  });

  it("names queues with the prefix and without", () => {
    expect(topology.nameOf("notify.events")).toBe("test.notify.events");
    expect(topology.queueOf("test.notify.events")).toBe("notify.events");
    expect(createTopology("").nameOf("notify.events")).toBe("notify.events");
  });
});

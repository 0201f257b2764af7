import { waitFor } from "@compose-pay/test-support";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { queue, recordMessages, sendOrder, soon } from "../testing/record-messages.ts";
import { testBroker } from "../testing/test-broker.ts";
import type { TestBroker } from "../testing/test-broker.ts";
import { done } from "./verdict.ts";

let broker: TestBroker;

beforeEach(() => {
  broker = testBroker();
});

afterEach(() => broker.close());

describe("the topology", () => {
  it("is declared by ten processes at once", async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => broker.open()));
    for (const messaging of all) expect(messaging.isReady()).toEqual({ publishing: true, consuming: true });
  });

  it("keeps stacks with different prefixes apart", async () => {
    const other = testBroker();
    const [here, there] = await Promise.all([broker.open(), other.open()]);
    const [seenHere, seenThere] = await Promise.all(
      [here, there].map((one) => recordMessages(one, () => Promise.resolve(done))),
    );
    await Promise.all([sendOrder(here, "att_here"), sendOrder(there, "att_there")]);
    await waitFor(() => seenHere?.length === 1 && seenThere?.length === 1, soon);
    expect(seenHere?.[0]?.id).toBe("att_here");
    expect(seenThere?.[0]?.id).toBe("att_there");
    await other.close();
  });

  it("stands in nobody's way twice: a queue of other arguments is one clear error at the start", async () => {
    const channel = await broker.channel();
    await channel.assertQueue(broker.prefix + queue, { durable: true });
    await expect(broker.open()).rejects.toThrow(
      new RegExp(`${broker.prefix}${queue} with other arguments.*another QUEUE_PREFIX`),
    );
  });
});

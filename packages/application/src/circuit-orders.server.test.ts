import { createLogger, newId } from "@compose-pay/runtime";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSetUp, setUpAt, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { type CircuitOrders, watchCircuitOrders } from "./circuit-orders.ts";
import { later } from "./due-after.ts";
import { type CircuitOrderInput, orderCircuit } from "./order-circuit.ts";
import { putChannelAccount } from "./put-channel-account.ts";

let setUp: SetUpFixture;
let orders: CircuitOrders;
let now = setUpAt;

beforeAll(async () => {
  setUp = await openSetUp();
  orders = await watchCircuitOrders({
    database: setUp.deps.database,
    clock: { now: () => now },
    logger: createLogger({ service: "test", level: "silent" }),
  });
});

afterAll(async () => {
  orders.stop();
  await setUp.close();
});

describe("orders about circuits", () => {
  it("are known to who watches within a second, for their class alone, until the next one", async () => {
    const id = await newAccount("watched");
    await order(id, { mode: "open", operationClasses: ["create"] });
    await untilMode(id, "open");
    expect(orders.modeOf(id, "query")).toBe("auto");
    expect(orders.inForce().map(({ channelAccountId }) => channelAccountId)).toContain(id);
    await order(id, { mode: "auto", operationClasses: ["create"] });
    await untilMode(id, "auto");
    expect(orders.inForce().map(({ channelAccountId }) => channelAccountId)).not.toContain(id);
  });

  it("run out at their time, also while nobody can look", async () => {
    const id = await newAccount("for a while");
    await order(id, { mode: "open", operationClasses: ["create"], forMs: 60_000 });
    await untilMode(id, "open");
    orders.stop();
    now = later(setUpAt, 61_000);
    expect(orders.modeOf(id, "create")).toBe("auto");
    now = setUpAt;
  });

  it("of hosts whose clocks differ are in force in the order in which they were given", async () => {
    const id = await newAccount("clocks");
    const ahead = { ...setUp.deps, clock: { now: () => later(setUpAt, 3_600_000) } };
    const input: CircuitOrderInput = {
      accountId: id,
      operationClasses: ["create"],
      mode: "open",
      reason: "by a clock that is ahead",
      orderedBy: "one",
      forMs: null,
    };
    await orderCircuit(ahead, input);
    await orderCircuit(setUp.deps, { ...input, mode: "closed", orderedBy: "other" });
    const watching = await watchCircuitOrders({
      database: setUp.deps.database,
      clock: setUp.deps.clock,
      logger: createLogger({ service: "test", level: "silent" }),
    });
    expect(watching.modeOf(id, "create")).toBe("closed");
    watching.stop();
  });

  it("hold for as long as was said, though one before was given by a clock that is ahead", async () => {
    const id = await newAccount("no longer");
    const ahead = { ...setUp.deps, clock: { now: () => later(setUpAt, 3_600_000) } };
    const said = { accountId: id, operationClasses: ["create"], reason: "a test", orderedBy: "one" } as const;
    await orderCircuit(ahead, { ...said, mode: "auto", forMs: null });
    const ordered = await orderCircuit(setUp.deps, { ...said, mode: "open", forMs: 60_000 });
    if (ordered.kind !== "ordered") throw new Error(`the order is ${ordered.kind}`);
    expect(ordered.orders.map(({ until }) => until)).toEqual([later(setUpAt, 60_000)]);
  });
});

async function newAccount(name: string): Promise<string> {
  const account = { channel: "mock", name, live: false, baseUrl: null, credentials: {} } as const;
  const put = await putChannelAccount(setUp.deps, { account, enabled: true });
  if (put.kind !== "created") throw new Error(`the account is ${put.kind}`);
  return put.account.id;
}

async function order(
  accountId: string,
  said: Pick<CircuitOrderInput, "mode" | "operationClasses"> & { readonly forMs?: number },
): Promise<void> {
  const input = { accountId, reason: "a test", orderedBy: "somebody", forMs: null, ...said };
  const ordered = await orderCircuit({ ...setUp.deps, newId }, input);
  expect(ordered.kind).toBe("ordered");
}

function untilMode(id: string, mode: "open" | "auto") {
  return waitFor(() => orders.modeOf(id, "create") === mode, { deadlineMs: 5_000, what: mode });
}

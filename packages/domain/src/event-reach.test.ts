import { describe, expect, it } from "vitest";
import { mayReach, type ReachingEvent, wantsEvent } from "./event-reach.ts";

const endpoint = { id: "ep_1", live: false, eventTypes: ["payment.succeeded"] };
const all = { ...endpoint, eventTypes: ["*"] };
const paid: ReachingEvent = { type: "payment.succeeded", live: false, endpointId: null, body: "{}" };
const closed = { ...paid, type: "payment.closed" };
const test = { ...paid, type: "webhook.test", endpointId: "ep_1" };
const disabled = (id: string): ReachingEvent => ({
  ...paid,
  type: "webhook.endpoint_disabled",
  body: JSON.stringify({ id: "evt_1", data: { id, description: "ep_1" } }),
});

describe("an endpoint", () => {
  it("wants the types that it names, or all", () => {
    expect([wantsEvent(endpoint, paid), wantsEvent(endpoint, closed), wantsEvent(all, closed)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it("may be sent any type of its mode by whoever names it, and nothing of the other mode", () => {
    expect(mayReach(endpoint, closed)).toBe(true);
    expect(mayReach(endpoint, { ...paid, live: true })).toBe(false);
    expect(wantsEvent(all, { ...paid, live: true })).toBe(false);
  });

  it("is sent what is for it whatever its types, and nothing that is for another", () => {
    expect(wantsEvent(endpoint, test)).toBe(true);
    const other = { ...all, id: "ep_2" };
    expect([mayReach(other, test), wantsEvent(other, test)]).toEqual([false, false]);
  });

  it("is told that others were disabled, and never that it was itself", () => {
    expect(wantsEvent(all, disabled("ep_2"))).toBe(true);
    expect([mayReach(all, disabled("ep_1")), wantsEvent(all, disabled("ep_1"))]).toEqual([false, false]);
  });
});

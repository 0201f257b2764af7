import { describe, expect, it } from "vitest";
import { matchReceivers } from "./match-receivers.ts";

const endpoint = { status: "enabled", live: false, rateLimit: null } as const;
const endpoints = [
  { ...endpoint, id: "ep_all", eventTypes: ["*"] },
  { ...endpoint, id: "ep_paid", eventTypes: ["payment.succeeded"], rateLimit: 5 },
  { ...endpoint, id: "ep_refunds", eventTypes: ["refund.succeeded"] },
  { ...endpoint, id: "ep_live", eventTypes: ["*"], live: true },
  { ...endpoint, id: "ep_off", eventTypes: ["*"], status: "disabled" as const },
];
const closed = {
  type: "payment.closed",
  live: false,
  endpointId: null,
  body: "{}",
  notifyUrl: null,
  refundNotifyUrl: null,
};
const paid = { ...closed, type: "payment.succeeded", notifyUrl: "https://order.example/1" };
const idsFor = (event: Parameters<typeof matchReceivers>[1]) =>
  matchReceivers(endpoints, event).map(({ endpointId }) => endpointId);

describe("the receivers of an event", () => {
  it("are the enabled endpoints of its mode that want its type or all types", () => {
    expect(idsFor(closed)).toEqual(["ep_all"]);
    expect(idsFor({ ...closed, live: true })).toEqual(["ep_live"]);
  });

  it("include the payment's own address, which has no rate", () => {
    expect(matchReceivers(endpoints, paid)).toEqual([
      { endpointId: "ep_all", url: null, rateLimit: null },
      { endpointId: "ep_paid", url: null, rateLimit: 5 },
      { endpointId: "notify_url", url: "https://order.example/1", rateLimit: null },
    ]);
  });

  it("include the refund's own address beside the payment's", () => {
    const refunded = { ...paid, type: "refund.succeeded", refundNotifyUrl: "https://order.example/2" };
    expect(idsFor(refunded)).toEqual(["ep_all", "ep_refunds", "notify_url", "refund_notify_url"]);
  });

  it("are the one endpoint that an event is for, also a disabled one", () => {
    const test = { ...closed, type: "webhook.test", endpointId: "ep_off" };
    expect(idsFor(test)).toEqual(["ep_off"]);
  });
});

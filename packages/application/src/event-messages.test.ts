import { fanOutEvents, mostEventsInMessage } from "@compose-pay/contracts";
import { describe, expect, it } from "vitest";
import { eventMessages } from "./event-messages.ts";

const at = new Date("2026-03-01T08:00:00.000Z");
const events = Array.from({ length: 2 * mostEventsInMessage + 1 }, (_, index) => ({
  id: `evt_${index}`,
  traceId: `trace-${index}`,
  createdAt: at,
}));
const idsOf = (count: number) => {
  const messages = eventMessages(events.slice(0, count));
  return messages.map(({ body }) => fanOutEvents.schema.parse(body).event_ids);
};

describe("the messages of events", () => {
  it("are as few as the bound allows, and name each event once, in order", () => {
    const counts = [0, 1, mostEventsInMessage, mostEventsInMessage + 1, events.length];
    const sizes = counts.map((count) => idsOf(count).map(({ length }) => length));
    const most = mostEventsInMessage;
    expect(sizes).toEqual([[], [1], [most], [most, 1], [most, most, 1]]);
    expect(idsOf(events.length).flat()).toEqual(events.map(({ id }) => id));
  });

  it("travel under the trace of their first event", () => {
    const [first, second] = eventMessages(events);
    const common = { queue: "notify.events", name: "event.created", version: 2, createdAt: at };
    expect(first).toMatchObject({ ...common, traceId: "trace-0" });
    expect(second).toMatchObject({ ...common, traceId: `trace-${mostEventsInMessage}` });
  });
});

import { fanOutEvents, mostEventsInMessage } from "@compose-pay/contracts";
import { type EventRow, findEvents, insertEvents } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { after, before, now, openSweepStage, type SweepStage } from "../testing/sweep-stage.ts";
import { sweepEvents } from "./sweep-messages.ts";

const batch = 2 * mostEventsInMessage;

describe("the sweep over events", () => {
  let stage: SweepStage;
  beforeAll(async () => {
    stage = await openSweepStage();
  });
  beforeEach(async () => {
    await stage.database.pool.query("DELETE FROM events");
    stage.published.length = 0;
    stage.depths.clear();
  });
  afterAll(() => stage.close());

  const store = async (dueAt: readonly (Date | null)[]): Promise<readonly EventRow[]> => {
    const rows = dueAt.map(newEvent);
    await insertEvents(stage.database.connection, rows);
    return rows;
  };
  const dueTimes = async (rows: readonly EventRow[]) => {
    const found = await findEvents(
      stage.database.connection,
      rows.map(({ id }) => id),
    );
    return new Set(found.map(({ dueAt }) => dueAt?.getTime() ?? null));
  };
  const asked = () =>
    stage.published.map(({ body, traceId }) => ({ ids: fanOutEvents.schema.parse(body).event_ids, traceId }));

  it("asks for what is overdue in as few messages as there can be, and for nothing else", async () => {
    const due = await store(Array.from({ length: mostEventsInMessage + 5 }, (_, n) => before(1_000 - n)));
    const bystanders = await store([after(1), null]);
    const result = await sweepEvents(stage.deps({ batch })).run(now);
    expect(result).toEqual({ taken: due.length, sent: due.length, putOff: 0, isFull: false });
    for (const { queue, contract } of stage.published) {
      expect([queue, contract]).toEqual(["notify.events", fanOutEvents]);
    }
    expect(asked().flatMap(({ ids }) => ids)).toEqual(due.map(({ id }) => id));
    expect(asked().map(({ ids, traceId }) => [ids.length, traceId])).toEqual([
      [mostEventsInMessage, due[0]?.traceId],
      [5, due[mostEventsInMessage]?.traceId],
    ]);
    expect(await dueTimes(due)).toEqual(new Set([after(30_000).getTime()]));
    expect(await dueTimes(bystanders)).toEqual(new Set([after(1).getTime(), null]));
    expect(await sweepEvents(stage.deps({ batch })).run(now)).toMatchObject({ taken: 0 });
  });

  it("asks again when the message got lost, and adds nothing to a deep queue", async () => {
    const due = await store([before(2), before(1)]);
    stage.depths.set("notify.events", 1_001);
    expect(await sweepEvents(stage.deps()).run(now)).toMatchObject({ taken: 2, sent: 0 });
    stage.depths.clear();
    expect(await sweepEvents(stage.deps()).run(after(30_001))).toMatchObject({ taken: 2, sent: 2 });
    expect(asked().map(({ ids }) => ids.toSorted())).toEqual([due.map(({ id }) => id).toSorted()]);
  });
});

function newEvent(dueAt: Date | null): EventRow {
  const id = newId("evt");
  return {
    id,
    appId: "app_1",
    paymentId: newId("pay"),
    endpointId: null,
    live: false,
    type: "payment.succeeded",
    sequence: 1,
    body: "{}",
    notifyUrl: null,
    refundNotifyUrl: null,
    traceId: `trace-${id}`,
    dueAt,
    createdAt: before(60_000),
  };
}

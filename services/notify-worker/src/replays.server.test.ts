import { insertWebhookReplay } from "@compose-pay/database";
import { createLogger, newId } from "@compose-pay/runtime";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type DeliveryStage, holdMs, openDeliveryStage } from "../testing/delivery-stage.ts";
import { startReplays } from "./replays.ts";

let stage: DeliveryStage;

beforeEach(async () => {
  stage = await openDeliveryStage();
});
afterEach(() => stage.close());

it("rests after each part of a replay", async () => {
  const since = stage.clock.now();
  const endpoint = await stage.addEndpoint("http://127.0.0.1:9/");
  await Promise.all(Array.from({ length: 1_001 }, () => stage.addEvent({ dueAt: null })));
  await insertWebhookReplay(stage.database.connection, {
    id: newId("rpl", since),
    appId: stage.appId,
    endpointId: endpoint.id,
    since,
    cursorAt: since,
    cursorId: "",
    deliveries: 0,
    dueAt: since,
    traceId: "replay",
    createdAt: since,
    endedAt: null,
  });
  const { database, clock } = stage;
  const ends: number[] = [];
  const third = Promise.withResolvers<void>();
  const replays = startReplays(
    { database, clock, holdMs, logger: createLogger({ service: "test", level: "silent" }) },
    {
      pollMs: 1,
      onLine: () => {
        if (ends.push(performance.now()) === 3) third.resolve();
      },
    },
  );
  await third.promise;
  await replays.stop();
  // The last part has one event, so that it is the rest that takes long.
  const rests = ends.slice(1).map((end, index) => end - (ends[index] ?? 0));
  for (const rest of rests) expect(rest).toBeGreaterThan(95);
});

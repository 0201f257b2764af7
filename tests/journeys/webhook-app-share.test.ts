import { setTimeout as pause } from "node:timers/promises";
import { startHostileReceiver, waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWebhookStage, type WebhookStage } from "./harness/webhook-stage.ts";

const places = 60;
const rounds = 100;
let stage: WebhookStage;

beforeAll(async () => {
  stage = await openWebhookStage();
});
afterAll(() => stage.close());

describe("sixty endpoints that hang", () => {
  it.each(["one merchant", "sixty merchants"] as const)(
    "of %s do not keep others waiting for a place",
    { timeout: 120_000 },
    async (whose) => {
      const stuck = await startHostileReceiver({ answer: () => ({ kind: "silence" }) });
      const well = await startHostileReceiver();
      const healthy = await stage.writer.addApp();
      await stage.writer.addEndpoint(healthy, { url: well.url });
      let appId = await stage.writer.addApp();
      for (let index = 0; index < places; index += 1) {
        await stage.writer.addEndpoint(appId, { url: `${stuck.url}/${index}` });
        if (whose === "one merchant") continue;
        await stage.writer.tell(appId, 60);
        appId = await stage.writer.addApp();
      }
      if (whose === "one merchant") await stage.writer.tell(appId, 60);
      let worstMs = 0;
      for (let round = 0; round < rounds; round += 1) {
        const toldAtMs = Date.now();
        await stage.writer.tell(healthy, 1);
        await waitFor(() => well.received.length > round, { deadlineMs: 60_000 });
        worstMs = Math.max(worstMs, (well.received[round]?.arrivedAtMs ?? 0) - toldAtMs);
        await pause(50);
      }
      await Promise.all([stuck.close(), well.close()]);
      // An attempt at one that hangs takes 10 s.
      expect(worstMs).toBeLessThan(5_000);
    },
  );
});

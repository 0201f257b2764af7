import { type HostileReceiver, startHostileReceiver, waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deliveryOf } from "./harness/delivery-log.ts";
import { openEndpointOwner } from "./harness/endpoint-owner.ts";
import { openWebhookStage, type WebhookStage } from "./harness/webhook-stage.ts";

let stage: WebhookStage;
let inside: HostileReceiver;

/** What may be saved may not be called: as if names and ranges had changed their meaning in between. */
beforeAll(async () => {
  stage = await openWebhookStage({
    only: ["notify-worker", "reconcile-worker", "ingress"],
    env: { "notify-worker": { WEBHOOK_ALLOWED_CIDRS: "" } },
  });
  inside = await startHostileReceiver();
});
afterAll(async () => {
  await inside.close();
  await stage.close();
});

describe("an address that was allowed when it was saved and is not when it is called", () => {
  it.each(["localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]"])(
    "%s hears nothing, and the log says why",
    async (host) => {
      const owner = await openEndpointOwner(stage);
      const { port } = new URL(inside.url);
      await owner.add({ url: `http://${host}:${port}/hook` });
      const [event] = await stage.writer.tell(owner.appId, 1);
      const { state, attempts } = await waitFor(
        async () => {
          const delivery = await deliveryOf(stage.books, event?.id ?? "");
          return delivery.attempts.length > 0 && delivery;
        },
        { deadlineMs: 20_000 },
      );
      expect(state).toBe("retrying");
      expect(attempts).toMatchObject([
        { status: null, error: "address_not_allowed", responseStart: null, trigger: "schedule" },
      ]);
      expect(inside.greeted()).toBe(0);
    },
  );

  it("is not reached by a payment's own address either", async () => {
    const appId = await stage.writer.addApp();
    const notifyUrl = inside.url.replace("127.0.0.1", "localhost");
    const [event] = await stage.writer.tell(appId, 1, { notifyUrl });
    const { attempts } = await waitFor(
      async () => {
        const delivery = await deliveryOf(stage.books, event?.id ?? "");
        return delivery.attempts.length > 0 && delivery;
      },
      { deadlineMs: 20_000 },
    );
    expect(attempts).toMatchObject([{ status: null, error: "address_not_allowed" }]);
    expect(inside.greeted()).toBe(0);
  });
});

import { notificationPath } from "@compose-pay/application";
import { fetchCertificates } from "@compose-pay/contracts";
import { channelQueue, done, on } from "@compose-pay/messaging";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, expect, it } from "vitest";
import { apiOf } from "../../testing/api-client.ts";
import { wechatPlatform } from "../../testing/channel-platforms.ts";
import { type IngressStage, openIngressStage } from "../../testing/ingress-stage.ts";
import { addTestApp } from "../../testing/test-app.ts";

let stage: IngressStage;

beforeAll(async () => {
  stage = await openIngressStage();
});
afterAll(() => stage.close());

it("a notification with a key that nobody knows is refused, and its account's certificates are fetched once", async () => {
  const asked: unknown[] = [];
  const handlers = [
    on(fetchCertificates, async (body) => {
      asked.push(body);
      return done;
    }),
  ];
  await stage.messaging.consume({ queue: channelQueue("wechat", "background"), prefetch: 1, handlers });
  const platform = wechatPlatform();
  const app = await addTestApp(stage, {
    methods: ["wechat_native"],
    credentials: { wechat_native: platform.credentials },
  });
  const id = app.accountIds["wechat_native"] ?? "";
  const path = notificationPath({ channel: "wechat", id });
  const { raw, headers } = platform.notification("att_1");
  const serial = "5157F09EFDC096DE15EBE81A47057A7200000000";
  // Two processes, since each holds back a flood by itself.
  const [one, other] = [apiOf(await stage.start()), apiOf(await stage.start())];
  const unknown = { raw, headers: { ...headers, "wechatpay-serial": serial } };
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? one : other)("POST", path, unknown)),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([500]));
  await waitFor(() => asked.length > 0, { deadlineMs: 10_000, what: "the message" });
  // Of a key that is known and a signature that is not, nobody is asked.
  const [byte = 0] = raw;
  await one("POST", path, { raw: Uint8Array.from([byte ^ 1, ...raw.slice(1)]), headers });
  // The number is the word of whoever posted it.
  expect(asked).toEqual([{ channel_account_id: id }]);
});

import { putContract, putRoute } from "@compose-pay/application";
import { newId, systemClock } from "@compose-pay/runtime";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, apiOf } from "../../testing/api-client.ts";
import { type IngressStage, openIngressStage } from "../../testing/ingress-stage.ts";
import { openCircuit } from "../../testing/show-circuit.ts";
import { addKey, addMethod, addTestApp } from "../../testing/test-app.ts";

let stage: IngressStage;
let api: Api;

beforeAll(async () => {
  stage = await openIngressStage();
  api = apiOf(await stage.start());
});
afterAll(() => stage.close());

const methodsOf = async (key: string) => (await api("GET", "/v1/methods", { key })).body;

describe("the methods of an app", () => {
  it("are those with an enabled contract and an account, with limits and fee rate", async () => {
    const app = await addTestApp(stage, { maxAmount: 5_000 });
    const terms = { appId: app.appId, minAmount: 1, maxAmount: 9, feeRateBps: 0 } as const;
    const deps = { ...stage, clock: systemClock };
    await putContract(deps, { ...terms, method: "alipay_qr", enabled: true });
    await putContract(deps, { ...terms, method: "wechat_native", enabled: false });
    expect(await methodsOf(app.key)).toEqual({
      object: "list",
      data: [
        {
          object: "method",
          method: "mock",
          channel: "mock",
          available: true,
          limits: { currency: "CNY", min_amount: 1, max_amount: 5_000 },
          fee_rate: 60,
        },
      ],
      has_more: false,
      next_cursor: null,
    });
  });

  it("have the limits within which some account takes a payment", async () => {
    const options = { maxAmount: 5_000 };
    const app = await addTestApp(stage, options);
    const second = await addMethod(stage, { appId: app.appId, method: "mock", priority: 2, options });
    const limits = async () => {
      const { data } = await methodsOf(app.key);
      return (data as readonly { readonly limits: unknown }[])[0]?.limits; // because it is a list of methods
    };
    const windowOf = (channelAccountId: string, minAmount: number | null, maxAmount: number | null) =>
      putRoute(
        { ...stage, clock: systemClock, newId },
        {
          appId: app.appId,
          method: "mock",
          channelAccountId,
          priority: 1,
          enabled: true,
          minAmount,
          maxAmount,
        },
      );
    await windowOf(app.accountIds["mock"] ?? "", 10, 99);
    await windowOf(second, 100, 700);
    expect(await limits()).toEqual({ currency: "CNY", min_amount: 10, max_amount: 700 });
    await windowOf(second, null, null);
    expect(await limits()).toEqual({ currency: "CNY", min_amount: 1, max_amount: 5_000 });
  });

  it("are none for a live key without live accounts", async () => {
    const app = await addTestApp(stage);
    const live = await addKey(stage, app.appId, true);
    expect((await methodsOf(live.key))["data"]).toEqual([]);
  });

  it("are available as long as the circuit of one account is closed", async () => {
    const app = await addTestApp(stage);
    const second = await addMethod(stage, { appId: app.appId, method: "mock", priority: 2 });
    const isAvailable = async (expected: boolean) => {
      const { data } = await methodsOf(app.key);
      return JSON.stringify(data).includes(`"available":${expected}`);
    };
    const [one, two] = [await openCircuit(app.accountIds["mock"] ?? ""), await openCircuit(second)];
    const soon = { deadlineMs: 5_000, what: "the change of the method" };
    await waitFor(() => isAvailable(false), soon);
    await one.close();
    await waitFor(() => isAvailable(true), soon);
    await two.close();
  });
});

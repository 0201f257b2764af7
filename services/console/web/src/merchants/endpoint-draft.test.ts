import { describe, expect, it } from "vitest";
import { fieldsOf, newEndpoint } from "./endpoint-draft.ts";
import { routeDraft, routeInput } from "./route-draft.ts";

describe("fieldsOf", () => {
  it("asks for all events where no type is chosen, and for a second signature where it is wanted", () => {
    const draft = { ...newEndpoint, url: " https://shop.example/hooks ", description: " " };
    expect(fieldsOf(draft)).toEqual({
      url: "https://shop.example/hooks",
      event_types: ["*"],
      description: null,
      status: "enabled",
      rate_limit: null,
      signatures: ["v1"],
    });
    const chosen = { ...draft, types: ["refund.failed"], isEnabled: false, rate: 5, hasPublicKey: true };
    expect(fieldsOf(chosen)).toMatchObject({
      event_types: ["refund.failed"],
      status: "disabled",
      rate_limit: 5,
      signatures: ["v1", "v1a"],
    });
  });

  it("is none without a URL", () => {
    expect(fieldsOf(newEndpoint)).toBeNull();
  });
});

describe("routeInput", () => {
  const of = { appId: "app_1", version: null };

  it("has no bound where none is typed, and is none while something is missing", () => {
    const draft = { ...routeDraft(null), method: "mock", accountId: " acc_1 ", max: "100" } as const;
    expect(routeInput(of, draft)).toEqual({
      app_id: "app_1",
      method: "mock",
      expected_version: null,
      account_id: "acc_1",
      priority: 10,
      min_amount: null,
      max_amount: 10_000,
      enabled: true,
    });
    for (const lacking of [{ method: null }, { accountId: " " }, { priority: null }, { min: "x" }])
      expect(routeInput(of, { ...draft, ...lacking })).toBeNull();
  });
});

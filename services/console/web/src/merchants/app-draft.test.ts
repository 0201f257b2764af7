import { describe, expect, it } from "vitest";
import { appDraft, appInput, newApp } from "./app-draft.ts";

describe("an app as it is filled in", () => {
  it("is sent as it is shown", () => {
    const app = {
      id: "app_1",
      version: "0".repeat(32),
      merchant_id: "mer_1",
      name: "shop",
      rate_limit_per_second: 50,
      rate_limit_burst: 60,
      previous_secret_until: null,
      created_at: "2026-03-01T00:00:00.000Z",
    };
    const sent = { name: "shop", rate_limit_per_second: 50, rate_limit_burst: 60 };
    expect(appInput(appDraft(app))).toEqual(sent);
  });

  it("is not sent while something is missing", () => {
    expect(appInput(newApp)).toBeNull();
    expect(appInput({ ...newApp, name: " " })).toBeNull();
    expect(appInput({ ...newApp, name: "shop", rate: null })).toBeNull();
    expect(appInput({ ...newApp, name: "shop", burst: null })).toBeNull();
  });
});

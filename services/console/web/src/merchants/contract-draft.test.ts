import { describe, expect, it } from "vitest";
import { contractDraft, contractTerms } from "./contract-draft.ts";

const key = { appId: "app_1", method: "wechat_native", version: null } as const;
const first = contractDraft(null);

describe("contractTerms", () => {
  it("leaves the largest amount to the API where none is typed", () => {
    expect(contractTerms(key, first)).toEqual({
      app_id: "app_1",
      method: "wechat_native",
      expected_version: null,
      enabled: true,
      min_amount: 1,
      daily_amount: null,
      fee_rate_bps: 0,
      fee_fixed: 0,
      fee_min: 0,
      fee_max: null,
      fee_rounding: "half_up",
      fee_returned: true,
    });
  });

  it("gives a contract back as it was, to the fen", () => {
    const contract = {
      app_id: "app_1",
      method: "wechat_native",
      enabled: false,
      min_amount: 1,
      max_amount: 123_456_789,
      daily_amount: 50_000_001,
      fee_rate_bps: 60,
      fee_fixed: 10,
      fee_min: 1,
      fee_max: 2_500,
      fee_rounding: "up",
      fee_returned: false,
    } as const;
    const draft = contractDraft({ ...contract, version: "v1", updated_at: "2026-03-01T08:00:00.000Z" });
    expect(draft).toMatchObject({ min: "0.01", max: "1,234,567.89" });
    expect(contractTerms({ ...key, version: "v1" }, draft)).toEqual({ ...contract, expected_version: "v1" });
  });

  it.each(["min", "max", "daily", "fixed", "feeMin", "feeMax"])("is none while %s is no amount", (field) => {
    expect(contractTerms(key, { ...first, [field]: "1.234" })).toBeNull();
    expect(contractTerms(key, { ...first, rate: null })).toBeNull();
  });
});

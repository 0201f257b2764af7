import { describe, expect, it } from "vitest";
import { isBillInVain } from "./is-bill-in-vain.ts";

const kinds = [
  "kept",
  "known",
  "empty",
  "account_unknown",
  "misconfigured",
  "not_ready",
  "unknown",
  "throttled",
] as const;
const inVain = (asked: number, isLate: boolean) =>
  kinds.filter((kind) => isBillInVain({ kind }, { asked, isLate }));

describe("a bill that the channel does not give", () => {
  it("is waited for until its time is over, unless the channel refuses it", () => {
    expect(inVain(1, false)).toEqual(["misconfigured"]);
    expect(inVain(100, false)).toEqual(["misconfigured"]);
  });

  it("is given up when the channel still has not made it, and after a third call that went wrong", () => {
    expect(inVain(2, true)).toEqual(["misconfigured", "not_ready"]);
    expect(inVain(3, true)).toEqual(["misconfigured", "not_ready", "unknown", "throttled"]);
  });
});

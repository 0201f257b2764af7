import { PublishError } from "@compose-pay/messaging";
import { DependencyError } from "@compose-pay/runtime";
import { describe, expect, it } from "vitest";
import { auditOfFailure } from "./audit-of-failure.ts";

function failed(code: string): Error {
  return new Error("Failed query: update x set secret = 'whsec_1'", {
    cause: Object.assign(new Error("lost"), { code }),
  });
}

describe("auditOfFailure", () => {
  it("is unknown where something went away that the process stands on", () => {
    expect(auditOfFailure(failed("PROTOCOL_CONNECTION_LOST"))).toEqual({
      phase: "unknown",
      details: { error: "Error", code: "PROTOCOL_CONNECTION_LOST" },
    });
    expect(auditOfFailure(new PublishError("confirm_timeout"))).toEqual({
      phase: "unknown",
      details: { error: "PublishError", code: "confirm_timeout" },
    });
    expect(auditOfFailure(new DependencyError("broker", "away")).phase).toBe("unknown");
  });

  it("is failed for anything else, and holds no message", () => {
    expect(auditOfFailure(new TypeError("whsec_1 is not a function"))).toEqual({
      phase: "failed",
      details: { error: "TypeError", code: undefined },
    });
    expect(auditOfFailure(failed("no code: whsec_1"))).toEqual({
      phase: "failed",
      details: { error: "Error", code: undefined },
    });
    expect(auditOfFailure("whsec_1")).toEqual({
      phase: "failed",
      details: { error: "string", code: undefined },
    });
  });

  it("ends with a chain of causes that is a circle", () => {
    const [one, other] = [new Error("one"), new Error("other")];
    one.cause = other;
    other.cause = one;
    expect(auditOfFailure(one).phase).toBe("failed");
  });
});

import { describe, expect, it } from "vitest";
import { deliveryLadder } from "@compose-pay/domain";
import { settleAttempt } from "./settle-attempt.ts";
import type { WebhookAnswer } from "@compose-pay/webhooks";

const middle = 0.5;

function answered(status: number, retryAfterMs: number | null = null): WebhookAnswer {
  return { kind: "answered", address: null, status, retryAfterMs, responseStart: "" };
}

describe("an attempt", () => {
  it.each([200, 201, 202, 204, 299])("succeeds on %i", (status) => {
    expect(settleAttempt(answered(status), { triesMade: 1, jitter: middle })).toEqual({ kind: "succeeded" });
  });

  it.each([301, 302, 307, 400, 401, 404, 409, 500, 502])("is tried again after %i", (status) => {
    expect(settleAttempt(answered(status, 999_000), { triesMade: 1, jitter: middle })).toEqual({
      kind: "retrying",
      waitMs: 15_000,
    });
  });

  it("is tried again without an answer", () => {
    const answer: WebhookAnswer = { kind: "unanswered", address: null, fault: "reset" };
    expect(settleAttempt(answer, { triesMade: 3, jitter: middle })).toEqual({
      kind: "retrying",
      waitMs: 30_000,
    });
  });

  it("ends on 410, and with it the endpoint", () => {
    expect(settleAttempt(answered(410), { triesMade: 1, jitter: middle })).toEqual({
      kind: "exhausted",
      isGone: true,
    });
  });

  it("of a test is the only one", () => {
    expect(settleAttempt(answered(500), { triesMade: null, jitter: middle })).toEqual({
      kind: "exhausted",
      isGone: false,
    });
  });

  it.each([429, 503])("waits after %i at least as long as asked", (status) => {
    expect(settleAttempt(answered(status, 60_000), { triesMade: 1, jitter: middle })).toEqual({
      kind: "retrying",
      waitMs: 60_000,
    });
    expect(settleAttempt(answered(status, 1_000), { triesMade: 1, jitter: middle })).toEqual({
      kind: "retrying",
      waitMs: 15_000,
    });
    expect(settleAttempt(answered(status), { triesMade: 1, jitter: middle })).toEqual({
      kind: "retrying",
      waitMs: 15_000,
    });
  });

  it("follows the whole ladder, within a tenth to either side, and is then exhausted", () => {
    for (const [index, stepMs] of deliveryLadder.entries()) {
      for (const [jitter, share] of [
        [0, 0.9],
        [0.5, 1],
      ] as const) {
        const waitMs = Math.round(stepMs * share);
        expect(settleAttempt(answered(500), { triesMade: index + 1, jitter: jitter })).toEqual({
          kind: "retrying",
          waitMs,
        });
      }
    }
    expect(settleAttempt(answered(500), { triesMade: deliveryLadder.length + 1, jitter: middle })).toEqual({
      kind: "exhausted",
      isGone: false,
    });
    expect(
      settleAttempt(answered(429, 1_000), { triesMade: deliveryLadder.length + 1, jitter: middle }).kind,
    ).toBe("exhausted");
  });
});

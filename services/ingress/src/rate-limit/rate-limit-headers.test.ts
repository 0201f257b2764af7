import { describe, expect, it } from "vitest";
import { rateLimit, rateLimitPolicy } from "./rate-limit-headers.ts";
import { tokensAt, untilNextTokenMs } from "./token-bucket.ts";

describe("the rate limit headers", () => {
  it.each([
    [{ perSecond: 100, burst: 100 }, '"default";q=100;w=1'],
    [{ perSecond: 3, burst: 10 }, '"default";q=10;w=4'],
    [{ perSecond: 100, burst: 1 }, '"default";q=1;w=1'],
  ])("name the calls and the seconds that they flow in: %o", (rule, expected) => {
    expect(rateLimitPolicy("default", rule)).toBe(expected);
  });

  it.each([
    [10, '"default";r=10;t=0'],
    [9.99, '"default";r=9;t=1'],
    [0.5, '"default";r=0;t=5'],
    [0, '"default";r=0;t=5'],
  ])("say what is left of %d tokens and when all are back", (tokens, expected) => {
    expect(rateLimit("default", { perSecond: 2, burst: 10 }, tokens)).toBe(expected);
  });
});

describe("a token bucket", () => {
  const rule = { perSecond: 2, burst: 10 };

  it.each([
    [0, 0, 0],
    [0, 1_500, 3],
    [9, 10_000, 10],
    [-3, 500, 1],
    [5, -1_000, 5],
  ])("that held %d tokens holds after %d ms: %d", (tokens, afterMs, expected) => {
    expect(tokensAt(rule, { tokens, atMs: 1_000 }, 1_000 + afterMs)).toBe(expected);
  });

  it("says when its next whole token is there", () => {
    expect([0, 0.5, 1, 7].map((tokens) => untilNextTokenMs(rule, tokens))).toEqual([500, 250, 0, 0]);
  });
});

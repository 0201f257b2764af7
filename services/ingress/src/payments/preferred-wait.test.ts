import { describe, expect, it } from "vitest";
import { preferredWait } from "./preferred-wait.ts";

describe("the wait that a client prefers", () => {
  it.each([
    ["wait=3", 3_000, "wait=3"],
    ["wait=60", 10_000, "wait=10"],
    ["respond-async, wait=0", 0, "wait=0"],
  ])("is taken and told so: %s", (prefer, waitMs, applied) => {
    expect(preferredWait(prefer)).toEqual({ waitMs, headers: { "Preference-Applied": applied } });
  });

  it.each([undefined, "wait=abc", "wait", "respond-async", 'note="a, wait=1"'])(
    "is as if absent when it is none, and nothing is said of it: %j",
    (prefer) => {
      expect(preferredWait(prefer)).toEqual({ waitMs: 5_000, headers: {} });
    },
  );
});

import { describe, expect, it } from "vitest";
import { parsePreferWait } from "./prefer-wait.ts";

describe("parsePreferWait", () => {
  it.each([
    ["wait=0", 0],
    ["wait=10", 10],
    ["wait=11", 10],
    ["wait=999999999", 10],
    ["wait=003", 3],
    ["WAIT = 3", 3],
    [`wait="3"`, 3],
    ["wait=3; foo=bar", 3],
    ["respond-async, wait=3", 3],
    ["respond-async,wait=3,return=minimal", 3],
    ["wait=3, wait=9", 3],
    [`note="a, wait=1; \\"b", wait=3`, 3],
  ])("reads %s as %i", (header, seconds) => {
    expect(parsePreferWait(header)).toBe(seconds);
  });

  it.each([
    undefined,
    "",
    "wait",
    "wait=",
    "wait=-1",
    "wait=2.5",
    "wait=3s",
    "wait=abc",
    "wait=abc, wait=3",
    "wait=1e1",
    "waiting=3",
    "x-wait=3",
    "return=minimal; wait=3",
    `note="wait=3`,
    `${" ".repeat(2_000)}wait=3`,
  ])("takes %j for no preference", (header) => {
    expect(parsePreferWait(header)).toBeNull();
  });
});

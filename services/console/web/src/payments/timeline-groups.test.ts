import type { TimelineEntry } from "@compose-pay/contracts";
import { describe, expect, it } from "vitest";
import { timelineGroups } from "./timeline-groups.ts";

const entry = (
  kind: TimelineEntry["kind"],
  subject: string,
  details: TimelineEntry["details"] = {},
): TimelineEntry => ({
  at: "2026-03-01T08:00:00.000Z",
  kind,
  subject,
  what: "",
  trace_id: null,
  details,
});

const shapeOf = (entries: readonly TimelineEntry[]) =>
  timelineGroups(entries).map(({ about, isContinued, steps }) => [
    about.kind + ("number" in about ? about.number : ""),
    isContinued,
    steps.map((step) => step.map(({ kind }) => kind).join("+")),
  ]);

describe("the groups of a timeline", () => {
  it("are stretches about the order, each attempt, each refund and the merchant, and none loses an entry", () => {
    const entries = [
      entry("request", "pay_1"),
      entry("attempt", "att_1"),
      entry("state", "att_1"),
      entry("attempt", "att_2"),
      entry("state", "att_1"),
      entry("state", "pay_1"),
      entry("notification", "att_2"),
      entry("event", "evt_1"),
      entry("delivery", "evt_1"),
      entry("refund", "rfd_1"),
      entry("state", "rfd_1"),
      entry("discrepancy", "rfd_1"),
    ];
    expect(shapeOf(entries)).toEqual([
      ["order", false, ["request"]],
      ["attempt1", false, ["attempt", "state"]],
      ["attempt2", false, ["attempt"]],
      ["attempt1", true, ["state", "state"]],
      ["attempt2", true, ["notification"]],
      ["merchant", false, ["event", "delivery"]],
      ["refund", false, ["refund", "state", "discrepancy"]],
    ]);
    const all = timelineGroups(entries).flatMap(({ steps }) => steps.flat());
    expect(all).toEqual(entries);
  });

  it("have a change of the payment that comes after its webhooks with what has caused it", () => {
    const entries = [
      entry("attempt", "att_1"),
      entry("event", "evt_1"),
      entry("state", "pay_1"),
      entry("call", ""),
    ];
    expect(shapeOf(entries)).toEqual([
      ["attempt1", false, ["attempt"]],
      ["merchant", false, ["event"]],
      ["attempt1", true, ["state", "call"]],
    ]);
  });

  it("fold calls in a row that came to the same, however long they took, from three on", () => {
    const call = (change: TimelineEntry["details"] = {}) =>
      entry("call", "att_1", { operation: "query", outcome: "ok", http_status: 200, ...change });
    const attempt = entry("attempt", "att_1");
    const [group] = timelineGroups([attempt, call(), call({ duration_ms: 7 }), call()]);
    expect(group?.steps.map((step) => step.length)).toEqual([1, 3]);
    const apart = [
      attempt,
      call(),
      call(),
      call({ outcome: "unknown" }),
      call(),
      entry("state", "att_1"),
      call(),
    ];
    expect(timelineGroups(apart)[0]?.steps.map((step) => step.length)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  it("keep their numbers when earlier entries are hidden", () => {
    const entries = [
      entry("attempt", "att_1"),
      entry("attempt", "att_2"),
      entry("state", "att_2"),
      entry("call", "att_1"),
    ];
    const groups = timelineGroups(entries, 2);
    expect(groups.map(({ about }) => about)).toEqual([
      { kind: "attempt", id: "att_2", number: 2 },
      { kind: "attempt", id: "att_1", number: 1 },
    ]);
    expect(groups.map(({ isContinued }) => isContinued)).toEqual([true, true]);
  });

  it("are about the order where nothing says what else", () => {
    expect(shapeOf([entry("state", "pay_1")])).toEqual([["order", false, ["state"]]]);
    expect(timelineGroups([])).toEqual([]);
  });
});

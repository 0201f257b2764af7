import { type DashboardSnapshot, type StuckKindName, stuckKinds } from "@compose-pay/contracts";
import { describe, expect, it } from "vitest";
import { attentionsOf, stuckKindsOf } from "./attention.ts";
import { duration, metricText, percent } from "./metric.ts";

const figures = {
  created: 0,
  succeeded: 0,
  failed: 0,
  closed: 0,
  amount: 0,
  refunds: 0,
  amount_refunded: 0,
  success_rate: null,
  p95_ms: null,
  p95_is_floor: false,
};
const none = { count: 0, since: null };
const well: DashboardSnapshot = {
  at: "2026-03-01T08:00:00.000Z",
  live: true,
  today: { day: "2026-03-01", ...figures, channels: [] },
  last_24_hours: { range: "24h", figures_until: "2026-03-01T07:59:00.000Z", points: [] },
  queues: [
    { queue: "notify.events", kind: "work", messages: 900, consumers: 1 },
    { queue: "dead.outbox", kind: "dead", messages: 0, consumers: 0 },
    { queue: "wait.1000", kind: "wait", messages: 5_000, consumers: 0 },
  ],
  outbox: { count: 3, since: "2026-03-01T07:59:59.000Z" },
  stuck: [],
  circuits: { rows: [], is_complete: true },
  failing_targets: { rows: [], count: 0 },
  unfinished_acts: none,
  failed_jobs: [],
};

const levelsOf = (change: Partial<DashboardSnapshot>) =>
  Object.fromEntries(attentionsOf({ ...well, ...change }).map(({ key, level }) => [key, level]));

const stuck = (what: StuckKindName, time = "07:58:00") => ({
  stuck: [{ what, count: 1, since: `2026-03-01T${time}.000Z` }],
});

const levelsUntil = (figures_until: string) =>
  levelsOf({ last_24_hours: { ...well.last_24_hours, figures_until } });

/** With one queue that nobody takes from. */
const levelsAlone = (messages: number, kind: "work" | "wait") =>
  levelsOf({ queues: [{ queue: "q", kind, messages, consumers: 0 }] });

describe("what needs a person", () => {
  it("is nothing in a system that is well", () => {
    expect(new Set(Object.values(levelsOf({})))).toEqual(new Set(["well"]));
  });

  it("is every dead letter, a deep queue, and an outbox that stands still", () => {
    const queues = [
      { queue: "notify.events", kind: "work", messages: 1_001, consumers: 1 },
      { queue: "dead.outbox", kind: "dead", messages: 1, consumers: 0 },
    ] as const;
    expect(levelsOf({ queues, outbox: { count: 1, since: "2026-03-01T07:58:00.000Z" } })).toMatchObject({
      queues: "bad",
      dead: "bad",
      outbox: "bad",
    });
  });

  it("is not known where nobody could be asked, which is no sign of health", () => {
    const last = { ...well.last_24_hours, figures_until: null };
    const levels = levelsOf({
      queues: null,
      circuits: { rows: [], is_complete: false },
      last_24_hours: last,
    });
    expect(levels).toMatchObject({
      queues: "unknown",
      dead: "unknown",
      circuits: "unknown",
      figures: "unknown",
    });
  });

  it("grows with its age", () => {
    expect(levelsOf(stuck("refunds_overdue", "07:50:00"))).toMatchObject({ overdue: "look" });
    expect(levelsOf(stuck("refunds_overdue", "07:40:00"))).toMatchObject({ overdue: "bad" });
    const last = { ...well.last_24_hours, figures_until: "2026-03-01T07:50:00.000Z" };
    expect(levelsOf({ last_24_hours: last })).toMatchObject({ figures: "bad" });
  });

  it("is figures from later than now: a clock is ahead, and nothing would be counted until then", () => {
    expect(levelsUntil("2026-03-01T08:00:59.000Z")).toMatchObject({ figures: "well" });
    expect(levelsUntil("2026-03-01T08:01:01.000Z")).toMatchObject({ figures: "bad" });
  });

  it("is work that nobody takes, however little; an empty queue without anybody is none", () => {
    expect(levelsAlone(1, "work")).toMatchObject({ queues: "bad" });
    expect(levelsAlone(0, "work")).toMatchObject({ queues: "well" });
    expect(levelsAlone(1, "wait")).toMatchObject({ queues: "well" });
  });

  it.each([
    ["endpoints_disabled", "failing"],
    ["refunds_abnormal", "refundsWaiting"],
    ["refund_requests_waiting", "refundsWaiting"],
    ["notifications_refused", "notifications"],
    ["runs_standing", "discrepancies"],
    ["discrepancies_awaiting", "discrepancies"],
    ["jobs_paused", "jobs"],
    ["attempts_unsent", "overdue"],
  ] as const)("is what stands until somebody helps: %s in the tile %s", (what, key) => {
    const levels = Object.entries(levelsOf(stuck(what))).filter(([, level]) => level !== "well");
    expect(levels).toEqual([[key, "look"]]);
  });

  it("is every kind of what can be stuck, each in one tile", () => {
    const shown = Object.values(stuckKindsOf).flat();
    expect(shown.toSorted()).toEqual([...stuckKinds].toSorted());
  });

  it("is an act that was cut off", () => {
    const acts = { count: 1, since: "2026-03-01T07:00:00.000Z" };
    expect(levelsOf({ unfinished_acts: acts })).toMatchObject({ acts: "look" });
  });
});

describe("figures for people", () => {
  it("never round what is not all up to all", () => {
    expect([percent(1), percent(0.999_99), percent(0.987_65), percent(0)]).toEqual([
      "100.00%",
      "99.99%",
      "98.77%",
      "0.00%",
    ]);
  });

  it("have their unit", () => {
    expect([duration(95), duration(1_234), metricText("amount", 123_456), metricText("p95", null)]).toEqual([
      "95 ms",
      "1.23 s",
      "¥1,234.56",
      "—",
    ]);
  });
});

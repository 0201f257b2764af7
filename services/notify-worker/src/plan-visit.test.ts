import { describe, expect, it } from "vitest";
import type { DeliveryTargetRow } from "@compose-pay/database";
import { planVisit } from "./plan-visit.ts";

const now = new Date("2026-11-22T12:00:00.000Z");
const after = (ms: number) => new Date(now.getTime() + ms);
const target: DeliveryTargetRow = {
  id: "ep_1",
  appId: "app_1",
  dueAt: now,
  failures: 0,
  failingSince: null,
  openUntil: null,
  pacedUntil: null,
};
const endpoint = { id: "ep_1", status: "enabled", rateLimit: null } as const;
const place = { room: 20, now };

describe("a look at a target", () => {
  it("takes what there is room for, and is back when the next is due", () => {
    const visit = planVisit(target, [endpoint], place);
    expect(visit).toMatchObject({ kind: "flow", limit: 20, isRoomBound: true });
    expect(visit.after({ taken: 20, firstDue: after(5_000), now })).toEqual({
      dueAt: after(5_000),
      openUntil: null,
      pacedUntil: null,
    });
    expect(visit.after({ taken: 0, firstDue: null, now }).dueAt).toBeNull();
  });

  it("takes no more than the rate, and is back when it lets the next through", () => {
    const visit = planVisit(target, [{ ...endpoint, rateLimit: 20 }], place);
    expect(visit).toMatchObject({ kind: "flow", limit: 6, isRoomBound: false });
    const left = visit.after({ taken: 6, firstDue: now, now });
    expect(left).toEqual({ dueAt: after(50), openUntil: null, pacedUntil: now });
    const next = planVisit({ ...target, ...left }, [{ ...endpoint, rateLimit: 20 }], {
      room: 20,
      now: after(50),
    });
    expect(next).toMatchObject({ limit: 1 });
  });

  it("waits before an open circuit", () => {
    const openUntil = after(15_000);
    const visit = planVisit({ ...target, openUntil }, [endpoint], place);
    expect(visit.kind).toBe("wait");
    expect(visit.after({ taken: 0, firstDue: now, now }).dueAt).toEqual(openUntil);
  });

  it("probes with one once the circuit's time is over, and nobody else does meanwhile", () => {
    const visit = planVisit({ ...target, openUntil: now }, [endpoint], place);
    expect(visit.kind).toBe("probe");
    const { openUntil, dueAt } = visit.after({ taken: 1, firstDue: now, now });
    expect(openUntil?.getTime()).toBeGreaterThan(now.getTime() + 13_000);
    expect(dueAt).toEqual(openUntil);
  });

  it("leaves the circuit to be probed when nothing waits", () => {
    const visit = planVisit({ ...target, openUntil: now }, [endpoint], place);
    expect(visit.after({ taken: 0, firstDue: null, now })).toMatchObject({ openUntil: now, dueAt: null });
  });

  it("leaves what waits for a disabled endpoint in line", () => {
    const visit = planVisit(target, [{ ...endpoint, status: "disabled" }], place);
    expect(visit.kind).toBe("asleep");
    expect(visit.after({ taken: 0, firstDue: now, now }).dueAt).toBeNull();
  });

  it("ends what waits for an endpoint that is gone, and goes on with own addresses", () => {
    expect(planVisit(target, [], place).kind).toBe("gone");
    expect(planVisit({ ...target, id: "own_1" }, [], place).kind).toBe("flow");
  });
});

import { describe, expect, it } from "vitest";
import { createRooms, type Rooms } from "./rooms.ts";

let timeMs = 0;
const nowMs = () => timeMs;

/** Takes all that there is for a target that answers; how many. */
function fill(rooms: Rooms, targetId: string, appId: string): number {
  const guest = { targetId, appId };
  rooms.answered(targetId);
  let taken = 0;
  while (rooms.roomFor(guest) > 0) {
    rooms.enter(guest);
    taken += 1;
  }
  return taken;
}

describe("rooms", () => {
  it("count what is under way by target, and are given back", () => {
    const rooms = createRooms({ most: 100, mostPerTarget: 2, nowMs });
    const [a, b] = [
      { targetId: "a", appId: "app" },
      { targetId: "b", appId: "app" },
    ];
    expect(fill(rooms, "a", "app")).toBe(2);
    expect([rooms.roomFor(a), rooms.roomFor(b), rooms.underWay()]).toEqual([0, 2, 2]);
    expect(rooms.full()).toEqual({ targetIds: ["a"], appIds: [] });
    rooms.leave(a);
    expect([rooms.roomFor(a), rooms.full().targetIds]).toEqual([1, []]);
    rooms.leave(a);
    expect(rooms.underWay()).toBe(0);
    expect(() => rooms.leave(a)).toThrow("nothing is under way at a");
  });

  it("of one app are a quarter, however many receivers of it hang", () => {
    const rooms = createRooms({ most: 512, mostPerTarget: 20, nowMs });
    for (let target = 0; target < 200; target += 1) fill(rooms, `slow-${target}`, "slow");
    expect(rooms.underWay()).toBe(128);
    expect(rooms.full().appIds).toEqual(["slow"]);
    expect(fill(rooms, "well", "other")).toBe(20);
  });

  it("are left for the next app when fifteen others have filled their shares", () => {
    const rooms = createRooms({ most: 512, mostPerTarget: 512, nowMs });
    for (let app = 0; app < 15; app += 1) expect(fill(rooms, `slow-${app}`, `app-${app}`)).toBeGreaterThan(0);
    expect(rooms.isFull()).toBe(false);
    expect(rooms.roomFor({ targetId: "next", appId: "next" })).toBeGreaterThan(0);
  });

  it("of a target that was not heard of lately are few, so that many that begin to hang leave room", () => {
    const rooms = createRooms({ most: 1_024, mostPerTarget: 32, nowMs });
    const silent = { targetId: "silent", appId: "app" };
    expect(rooms.roomFor(silent)).toBe(16);
    rooms.answered("silent");
    expect(rooms.roomFor(silent)).toBe(32);
    timeMs += 2_000;
    expect(rooms.roomFor(silent)).toBe(16);
    for (let app = 0; app < 40; app += 1) {
      const guest = { targetId: `target-${app}`, appId: `app-${app}` };
      while (rooms.roomFor(guest) > 0) rooms.enter(guest);
    }
    expect(rooms.roomFor({ targetId: "next", appId: "next" })).toBe(16);
  });

  it("are never more than there are", () => {
    const rooms = createRooms({ most: 7, mostPerTarget: 20, nowMs });
    for (let app = 0; app < 30; app += 1) fill(rooms, `target-${app}`, `app-${app}`);
    expect(rooms.underWay()).toBe(7);
    expect(rooms.isFull()).toBe(true);
  });
});

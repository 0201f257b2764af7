import { describe, expect, it } from "vitest";
import { createRooms } from "./rooms.ts";

describe("rooms", () => {
  it("count what is under way by target, and are given back", () => {
    const rooms = createRooms({ most: 100, mostPerTarget: 2 });
    rooms.enter("a");
    rooms.enter("a");
    expect([rooms.roomFor("a"), rooms.roomFor("b"), rooms.underWay()]).toEqual([0, 2, 2]);
    expect(rooms.full()).toEqual(["a"]);
    rooms.leave("a");
    expect([rooms.roomFor("a"), rooms.full()]).toEqual([1, []]);
    rooms.leave("a");
    expect(rooms.underWay()).toBe(0);
    expect(() => rooms.leave("a")).toThrow("nothing is under way at a");
  });

  it("are left for the next target however many hang", () => {
    const rooms = createRooms({ most: 512, mostPerTarget: 20 });
    for (let target = 0; target < 30; target += 1) {
      const room = rooms.roomFor(`slow-${target}`);
      expect(room).toBeGreaterThan(0);
      for (let taken = 0; taken < room; taken += 1) rooms.enter(`slow-${target}`);
    }
    expect(rooms.roomFor("next")).toBeGreaterThan(0);
    expect(rooms.underWay()).toBeLessThan(512);
  });

  it("promised to others are not given twice", () => {
    const rooms = createRooms({ most: 10, mostPerTarget: 20 });
    expect([rooms.roomFor("a"), rooms.roomFor("a", 8), rooms.roomFor("a", 10)]).toEqual([3, 1, 0]);
  });
});

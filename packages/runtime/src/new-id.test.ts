import { describe, expect, it } from "vitest";
import { newId } from "./new-id.ts";

describe("newId", () => {
  it("is the prefix and 26 characters, within the 32 that a channel allows", () => {
    expect(newId("pay")).toMatch(/^pay_[0-9a-hjkmnp-tv-z]{26}$/);
    expect(newId("abcde").length).toBe(32);
  });

  it("rises strictly, within one millisecond and when the clock goes back", () => {
    const later = new Date();
    const earlier = new Date(later.getTime() - 60_000);
    const ids = Array.from({ length: 2_000 }, (_, index) => newId("evt", index % 2 === 0 ? later : earlier));
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("is another one for each moment, with every character of its random part in use", () => {
    const ids = Array.from({ length: 2_000 }, (_, ms) => newId("pay", new Date(ms * 2 + 10 ** 14)));
    const random = ids.map((id) => id.slice(-16));
    expect(new Set(random).size).toBe(ids.length);
    expect(new Set(random.join("")).size).toBe(32);
  });

  it("refuses a prefix that would not fit", () => {
    expect(() => newId("payment")).toThrow(/prefix/);
    expect(() => newId("P_")).toThrow(/prefix/);
  });
});

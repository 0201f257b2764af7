import { describe, expect, it } from "vitest";
import { createSlots } from "./slots.ts";

describe("slots", () => {
  it("never let more run than there are, and let all run in order", async () => {
    const slots = createSlots(3);
    const started: number[] = [];
    let running = 0;
    let most = 0;
    const works = Array.from({ length: 20 }, (_, index) =>
      slots.run(async () => {
        started.push(index);
        running += 1;
        most = Math.max(most, running);
        await new Promise(setImmediate);
        running -= 1;
        return index;
      }),
    );
    expect(await Promise.all(works)).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(started).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(most).toBe(3);
  });

  it("are free again after a failure", async () => {
    const slots = createSlots(1);
    await expect(slots.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await slots.run(() => Promise.resolve("yes"))).toBe("yes");
  });
});

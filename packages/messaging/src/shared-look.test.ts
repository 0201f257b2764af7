import { describe, expect, it } from "vitest";
import { SharedLook } from "./shared-look.ts";

/** Looks that are answered when the test says so. */
function looks(timeoutMs: number) {
  const open: PromiseWithResolvers<string>[] = [];
  const shared = new SharedLook(() => {
    const one = Promise.withResolvers<string>();
    open.push(one);
    return one.promise;
  }, timeoutMs);
  return { open, shared };
}

describe("a shared look", () => {
  it("is one for all who want it at one time, and another one afterwards", async () => {
    const { open, shared } = looks(60_000);
    const both = Promise.all([shared.now(), shared.now()]);
    open[0]?.resolve("seen");
    expect(await both).toEqual(["seen", "seen"]);
    expect(open).toHaveLength(1);
    const next = shared.now();
    open[1]?.resolve("seen again");
    expect(await next).toBe("seen again");
  });

  it("is given up by who waits, and no second one is begun before it is answered", async () => {
    const { open, shared } = looks(5);
    for (let count = 0; count < 3; count += 1)
      await expect(shared.now()).rejects.toMatchObject({ dependency: "broker" });
    expect(open).toHaveLength(1);
    open[0]?.resolve("late");
    await open[0]?.promise;
    const next = shared.now();
    open[1]?.resolve("seen");
    expect(await next).toBe("seen");
  });

  it("tells everybody who waits why it has failed, and the next one begins anew", async () => {
    const { open, shared } = looks(60_000);
    const both = Promise.allSettled([shared.now(), shared.now()]);
    open[0]?.reject(new Error("the channel was closed"));
    expect((await both).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    const next = shared.now();
    open[1]?.resolve("seen");
    expect(await next).toBe("seen");
  });
});

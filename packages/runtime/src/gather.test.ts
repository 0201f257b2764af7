import { describe, expect, it } from "vitest";
import { createGatherer, type GathererOptions } from "./gather.ts";

/** A gatherer whose batches end when they are told to. */
function rig(options: Partial<GathererOptions<string, string>> = {}) {
  const batches: { readonly works: readonly string[]; end(error?: Error): void }[] = [];
  const gatherer = createGatherer<string, string>({
    mostInBatch: 3,
    mostBatchesAtOnce: 1,
    runBatch: (works) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) =>
          error === undefined ? resolve(works.map((work) => `${work}!`)) : reject(error);
        batches.push({ works, end });
      }),
    ...options,
  });
  const worksOf = () => batches.map(({ works }) => works);
  return { gatherer, batches, worksOf };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe("a gatherer", () => {
  it("does what comes together as one batch, and what comes meanwhile as the next", async () => {
    const { gatherer, batches, worksOf } = rig();
    const first = ["a", "b"].map((work) => gatherer.add(work));
    await nextTurn();
    const second = ["c", "d", "e", "f"].map((work) => gatherer.add(work));
    expect(gatherer.waiting()).toBe(4);
    batches[0]?.end();
    expect(await Promise.all(first)).toEqual(["a!", "b!"]);
    await nextTurn();
    expect(worksOf()).toEqual([
      ["a", "b"],
      ["c", "d", "e"],
    ]);
    batches[1]?.end();
    await nextTurn();
    batches[2]?.end();
    expect(await Promise.all(second)).toEqual(["c!", "d!", "e!", "f!"]);
  });

  it("runs no more batches at once than it may", async () => {
    const { gatherer, worksOf } = rig({ mostInBatch: 1, mostBatchesAtOnce: 2 });
    for (const work of ["a", "b", "c"]) void gatherer.add(work);
    await nextTurn();
    expect(worksOf()).toEqual([["a"], ["b"]]);
  });

  it("does works of one key one after the other, in their order", async () => {
    const { gatherer, batches, worksOf } = rig({ mostBatchesAtOnce: 2, keyOf: (work) => work.slice(0, 1) });
    const all = ["a1", "b1", "a2"].map((work) => gatherer.add(work));
    await nextTurn();
    expect(worksOf()).toEqual([["a1", "b1"]]);
    batches[0]?.end();
    await nextTurn();
    expect(worksOf()).toEqual([["a1", "b1"], ["a2"]]);
    batches[1]?.end();
    expect(await Promise.all(all)).toEqual(["a1!", "b1!", "a2!"]);
  });

  it("fails all of a batch that failed", async () => {
    const { gatherer, batches } = rig();
    const both = Promise.allSettled([gatherer.add("a"), gatherer.add("b")]);
    await nextTurn();
    batches[0]?.end(new Error("away"));
    expect((await both).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });

  it("fails the one that is at fault alone, where it may be told", async () => {
    const gatherer = createGatherer<string, string>({
      mostInBatch: 3,
      mostBatchesAtOnce: 1,
      isOneWorksFault: () => true,
      runBatch: (works) =>
        works.includes("bad") ? Promise.reject(new Error("bad")) : Promise.resolve(works),
    });
    const all = await Promise.allSettled(["a", "bad", "c"].map((work) => gatherer.add(work)));
    expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });
});

import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { piecesWhileLetIn } from "./pieces-while-let-in.ts";

describe("the pieces of a long answer", () => {
  it("go on for as long as who takes them is let in, and break off when they are not", async () => {
    let asked = 0;
    const isLetIn = () => Promise.resolve((asked += 1) < 3);
    const taken: unknown[] = [];
    const taking = async () => {
      for await (const piece of piecesWhileLetIn(Readable.from(["a", "b", "c", "d"]), {
        isLetIn,
        everyMs: 0,
      }))
        taken.push(piece);
    };
    await expect(taking()).rejects.toThrow("not let in any more");
    expect(taken).toEqual(["a", "b"]);
  });

  it("are asked about by time, and not with each piece", async () => {
    let asked = 0;
    const isLetIn = () => Promise.resolve((asked += 1) > 0);
    const rule = { isLetIn, everyMs: 3_600_000 };
    expect(await piecesWhileLetIn(Readable.from(["a", "b"]), rule).toArray()).toEqual(["a", "b"]);
    expect(asked).toBe(0);
  });

  it("let go of what they are read from when nobody takes one, or all of them", async () => {
    const source = Readable.from(["a", "b"]);
    const closed = new Promise((resolve) => source.once("close", resolve));
    piecesWhileLetIn(source, { isLetIn: () => Promise.resolve(true), everyMs: 0 }).destroy();
    await closed;
    expect(source.destroyed).toBe(true);
  });
});

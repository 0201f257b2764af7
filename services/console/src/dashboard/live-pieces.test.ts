import { describe, expect, it } from "vitest";
import { livePieces } from "./live-pieces.ts";
import type { News } from "./shared-reading.ts";

/** A listener that hears what it is given, and then the end. */
function heard(news: readonly News<string>[]) {
  const rest = [...news];
  const left: string[] = [];
  const reading = {
    listen: () => ({
      next: () => Promise.resolve(rest.shift() ?? { kind: "end" as const }),
      leave: () => void left.push("left"),
    }),
  };
  return { reading, left };
}

async function all(pieces: AsyncIterable<string>): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const piece of pieces) found.push(piece);
  return found;
}

const show = (value: string) => ({ value });
const rhythm = { beatMs: 10, askEveryMs: 0 };
const value = (text: string) => ({ kind: "value", value: text, number: 1 }) as const;

describe("the stream of a page", () => {
  it("is one datum for each value, in one line whatever is in it, and a comment where nothing came", async () => {
    const { reading, left } = heard([value("one"), { kind: "nothing" }, value("two\n\ndata: three")]);
    const pieces = livePieces({ reading, show, isLetIn: () => Promise.resolve(true), rhythm });
    expect(await all(pieces)).toEqual([
      "retry: 5000\n\n",
      'data: {"value":"one"}\n\n',
      ": still here\n\n",
      'data: {"value":"two\\n\\ndata: three"}\n\n',
    ]);
    expect(left).toEqual(["left"]);
  });

  it("ends before the next datum when who listens may not any more", async () => {
    const { reading, left } = heard([value("one"), value("two")]);
    const answers = [true, false];
    const isLetIn = () => Promise.resolve(answers.shift() ?? false);
    const pieces = livePieces({ reading, show, isLetIn, rhythm });
    expect(await all(pieces)).toEqual(["retry: 5000\n\n", 'data: {"value":"one"}\n\n']);
    expect(left).toEqual(["left"]);
  });

  it("gives its place back when the page has gone", async () => {
    const { reading, left } = heard([value("one")]);
    for await (const piece of livePieces({ reading, show, isLetIn: () => Promise.resolve(true), rhythm }))
      if (piece.startsWith("data")) break;
    expect(left).toEqual(["left"]);
  });
});

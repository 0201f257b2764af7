import { Readable } from "node:stream";

export interface LetInRule {
  /** Whether who asked may still have the rest. */
  readonly isLetIn: () => Promise<boolean>;
  readonly everyMs: number;
}

/** Who takes a long answer may not have the rest of it. */
class NotLetInAnyMore extends Error {
  override readonly name = "NotLetInAnyMore";
}

/**
 * The pieces of a long answer for as long as who asked may have them: none goes when they were last looked at longer ago
 * than `everyMs`. What is cut throws, so that the connection breaks and nobody takes the file for whole.
 *
 * @returns a stream, whose end is the end of the one that the pieces are read from, also when nobody has read any
 */
export function piecesWhileLetIn(pieces: AsyncIterable<string | Uint8Array>, rule: LetInRule): Readable {
  const guarded = Readable.from(guard(pieces, rule));
  guarded.once("close", () => {
    if (pieces instanceof Readable) pieces.destroy();
  });
  return guarded;
}

async function* guard(
  pieces: AsyncIterable<string | Uint8Array>,
  { isLetIn, everyMs }: LetInRule,
): AsyncGenerator<string | Uint8Array> {
  let askedAtMs = performance.now();
  for await (const piece of pieces) {
    if (performance.now() - askedAtMs >= everyMs) {
      if (!(await isLetIn())) throw new NotLetInAnyMore("who takes it is not let in any more");
      askedAtMs = performance.now();
    }
    yield piece;
  }
}

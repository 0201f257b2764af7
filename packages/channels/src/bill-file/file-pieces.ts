import { createReadStream } from "node:fs";

const pieceBytes = 262_144;

/** The bytes of a file, which is opened when the first are asked for. */
export async function* piecesOf(path: string): AsyncGenerator<Buffer, void, void> {
  const pieces: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: pieceBytes });
  yield* pieces;
}

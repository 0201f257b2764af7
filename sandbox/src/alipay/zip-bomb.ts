const pieceBytes = 1024 * 1024;
const pieces = 1024;

/** 1 GiB of nothing, which packs into some megabytes. */
export function* zipBomb(): Generator<Buffer> {
  const piece = Buffer.alloc(pieceBytes);
  for (let nth = 0; nth < pieces; nth += 1) yield piece;
}

import { yuan } from "./yuan.ts";

/** Fen as yuan, in figures that stand below each other. */
export function Amount({ fen }: { readonly fen: number | null }) {
  if (fen === null) return <span aria-hidden="true">—</span>;
  return <span style={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}>¥{yuan(fen)}</span>;
}

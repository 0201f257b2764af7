/** Text of unknown length in a table's cell: it makes lines, and no column wider than the page. */
export function LongText({ text }: { readonly text: string }) {
  return <div style={{ maxWidth: 360, minWidth: 160, overflowWrap: "anywhere" }}>{text}</div>;
}

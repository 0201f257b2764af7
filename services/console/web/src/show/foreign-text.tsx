import { theme } from "antd";
import { visibleText } from "./visible-text.ts";

/** What somebody else's system has said, in lines of its own; always as the text that it is. */
export function ForeignText({ text, label }: { readonly text: string; readonly label: string }) {
  const { token } = theme.useToken();
  return (
    <pre
      role="group"
      aria-label={label}
      style={{
        margin: 0,
        padding: 8,
        border: `1px solid ${token.colorBorder}`,
        borderRadius: token.borderRadius,
        fontSize: 12,
        whiteSpace: "pre-wrap",
        overflowWrap: "anywhere",
        unicodeBidi: "isolate",
      }}
    >
      {visibleText(text)}
    </pre>
  );
}

/** The same within a line; it breaks anywhere rather than widen the page. */
export function ForeignLine({ text }: { readonly text: string | null }) {
  if (text === null || text === "") return <span aria-hidden="true">—</span>;
  return <bdi style={{ overflowWrap: "anywhere" }}>{visibleText(text)}</bdi>;
}

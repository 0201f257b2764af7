import type { AuditEntryView } from "@compose-pay/contracts";
import type { CSSProperties } from "react";
import { useWords } from "../shell/words.ts";
import { auditWords } from "./audit-words.ts";
import { type ChangedMember, changedMembers, shownJson } from "./changed-members.ts";

/** Long text makes lines here, and no table wider. */
const within: CSSProperties = { contain: "inline-size" };
const pre: CSSProperties = { margin: 0, whiteSpace: "pre-wrap", overflowWrap: "anywhere" };
const cell: CSSProperties = { padding: "4px 8px", textAlign: "start", verticalAlign: "top" };

/** What an act was asked to do and has changed. */
export function AuditDetails({ entry }: { readonly entry: AuditEntryView }) {
  const words = useWords(auditWords);
  const changes = changedMembers(entry.details);
  return (
    <div style={within}>
      {changes.length === 0 ? null : <Changes changes={changes} />}
      <p style={{ marginBlock: 8, fontWeight: 600 }}>{words.all}</p>
      <pre style={pre}>{shownJson(entry.details)}</pre>
      <p>
        {words.traceId} <code>{entry.trace_id}</code>
      </p>
      <p style={{ overflowWrap: "anywhere" }}>
        {words.browser} {entry.user_agent}
      </p>
    </div>
  );
}

function Changes({ changes }: { readonly changes: readonly ChangedMember[] }) {
  const words = useWords(auditWords);
  return (
    <table style={{ borderCollapse: "collapse", inlineSize: "100%" }}>
      <thead>
        <tr>
          {[words.member, words.before, words.after].map((title) => (
            <th key={title} scope="col" style={cell}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {changes.map(({ name, before, after }) => (
          <tr key={name}>
            <th scope="row" style={cell}>
              {name}
            </th>
            <td style={cell}>{before === null ? words.absent : <pre style={pre}>{before}</pre>}</td>
            <td style={cell}>{after === null ? words.absent : <pre style={pre}>{after}</pre>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

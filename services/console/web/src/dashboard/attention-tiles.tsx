import {
  CheckCircleFilled,
  CloseCircleFilled,
  ExclamationCircleFilled,
  QuestionCircleFilled,
} from "@ant-design/icons";
import type { DashboardSnapshot, Permission } from "@compose-pay/contracts";
import { Card, theme, Typography } from "antd";
import { Link } from "react-router";
import { useSession } from "../session/session-context.ts";
import { areas } from "../shell/areas.ts";
import { useWords } from "../shell/words.ts";
import { When } from "../show/when.tsx";
import { type Attention, type AttentionKey, attentionsOf, type Level } from "./attention.ts";
import { AttentionDetails } from "./attention-details.tsx";
import { dashboardWords } from "./dashboard-words.ts";

const mostCounted = 1_000;

/** One tile for each thing that may need a person, with where to go for it. */
export function AttentionTiles({ snapshot }: { readonly snapshot: DashboardSnapshot }) {
  const words = useWords(dashboardWords);
  return (
    <section aria-labelledby="dashboard-attention">
      <Typography.Title level={3} id="dashboard-attention">
        {words.attention}
      </Typography.Title>
      <ul
        style={{
          display: "grid",
          gap: 12,
          gridTemplateColumns: "repeat(auto-fill, minmax(min(100%, 250px), 1fr))",
          listStyle: "none",
          padding: 0,
          margin: 0,
        }}
      >
        {attentionsOf(snapshot).map((attention) => (
          <li key={attention.key}>
            <Tile attention={attention} snapshot={snapshot} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const icons: Readonly<Record<Level, typeof CheckCircleFilled>> = {
  well: CheckCircleFilled,
  look: ExclamationCircleFilled,
  bad: CloseCircleFilled,
  unknown: QuestionCircleFilled,
};

/** What only some tiles have to say. */
type WordOfTile = Readonly<Partial<Record<AttentionKey, string>>>;

function Tile({
  attention,
  snapshot,
}: {
  readonly attention: Attention;
  readonly snapshot: DashboardSnapshot;
}) {
  const words = useWords(dashboardWords);
  const { token } = theme.useToken();
  const { key, level, count, since } = attention;
  const Icon = icons[level];
  const color = {
    well: token.colorSuccess,
    look: token.colorWarning,
    bad: token.colorError,
    unknown: token.colorTextSecondary,
  }[level];
  const place = usePlaceOf(key);
  const sinceOf: WordOfTile = words.sinceOf;
  const help: WordOfTile = words.help;
  return (
    <Card size="small" style={{ height: "100%", borderInlineStart: `4px solid ${color}` }}>
      <div style={{ display: "flex", justifyContent: "space-between", gap: 8 }}>
        <strong>{words[key]}</strong>
        <span style={{ color, whiteSpace: "nowrap" }}>
          <Icon aria-hidden /> {words[level]}
        </span>
      </div>
      {count === null ? null : (
        <div style={{ fontSize: 22, fontVariantNumeric: "tabular-nums" }}>
          {count >= mostCounted ? words.atMost(count) : words.count(count)}
        </div>
      )}
      {help[key] === undefined ? null : (
        <Typography.Paragraph type="secondary" style={{ fontSize: 12, margin: 0 }}>
          {help[key]}
        </Typography.Paragraph>
      )}
      {since === null ? null : (
        <Typography.Text type="secondary">
          {sinceOf[key] ?? words.since} <When at={since} />
        </Typography.Text>
      )}
      <AttentionDetails of={key} snapshot={snapshot} />
      {place === null || level === "well" ? null : (
        <Link to={place} aria-label={`${words.open}: ${words[key]}`}>
          {words.open}
        </Link>
      )}
    </Card>
  );
}

/** Where it can be moved. */
const places: Readonly<Partial<Record<AttentionKey, string>>> = {
  dead: "/dead-letters",
  circuits: "/breakers",
  failing: "/webhooks",
  discrepancies: "/discrepancies",
  jobs: "/jobs",
};

/** @returns null where there is no page for it, or none that the operator may see */
function usePlaceOf(key: AttentionKey): string | null {
  const { operator } = useSession();
  const granted: ReadonlySet<Permission> = new Set(operator.permissions);
  const area = areas.find(({ path }) => path === places[key]);
  return area !== undefined && area.permissions.some((permission) => granted.has(permission))
    ? area.path
    : null;
}

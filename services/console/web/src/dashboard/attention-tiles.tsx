import {
  CheckCircleFilled,
  CloseCircleFilled,
  ExclamationCircleFilled,
  QuestionCircleFilled,
} from "@ant-design/icons";
import type { DashboardSnapshot } from "@compose-pay/contracts";
import { Card, theme, Typography } from "antd";
import { Link } from "react-router";
import { useAreaOpen } from "../shell/use-area-open.ts";
import { useWords } from "../shell/words.ts";
import { When } from "../show/when.tsx";
import {
  type Attention,
  type AttentionGroup,
  type AttentionKey,
  attentionsOf,
  type Level,
} from "./attention.ts";
import { AttentionDetails } from "./attention-details.tsx";
import { dashboardWords } from "./dashboard-words.ts";

/** One tile for each thing that may need a person, with where to go for it. */
export function AttentionTiles({ snapshot }: { readonly snapshot: DashboardSnapshot }) {
  return (
    <>
      <TileGroup group="system" snapshot={snapshot} />
      <TileGroup group="person" snapshot={snapshot} />
    </>
  );
}

function TileGroup({
  group,
  snapshot,
}: {
  readonly group: AttentionGroup;
  readonly snapshot: DashboardSnapshot;
}) {
  const words = useWords(dashboardWords);
  const id = `dashboard-${group}`;
  return (
    <section aria-labelledby={id}>
      <Typography.Title level={3} id={id}>
        {group === "system" ? words.attention : words.waitsForPerson}
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
        {attentionsOf(snapshot)
          .filter((attention) => attention.group === group)
          .map((attention) => (
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
        <div style={{ fontSize: 22, fontVariantNumeric: "tabular-nums" }}>{words.counted(count)}</div>
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
  outbox: "/stuck?what=outbox_unsent",
  overdue: "/stuck",
  circuits: "/breakers",
  jobs: "/jobs",
  failing: "/webhooks",
  refundsWaiting: "/refunds",
  notifications: "/notifications?verdict=refused",
  discrepancies: "/discrepancies",
  acts: "/audit?tab=unfinished",
};

/** @returns null where there is no page for it, or none that the operator may see */
function usePlaceOf(key: AttentionKey): string | null {
  const isOpen = useAreaOpen();
  const place = places[key];
  return place !== undefined && isOpen(place) ? place : null;
}

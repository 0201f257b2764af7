import {
  ApiOutlined,
  BellOutlined,
  CloudUploadOutlined,
  ImportOutlined,
  RollbackOutlined,
  SendOutlined,
  SwapOutlined,
  ThunderboltOutlined,
  WarningOutlined,
} from "@ant-design/icons";
import type { TimelineEntry } from "@compose-pay/contracts";
import { Alert, Button, Timeline, Typography } from "antd";
import { type ComponentType, useState } from "react";
import { useWords } from "../shell/words.ts";
import { When } from "../show/when.tsx";
import { paymentWords } from "./payment-words.ts";
import { stateWords } from "./state-words.ts";
import { lineOf } from "./timeline-line.ts";
import { timelineWords } from "./timeline-words.ts";

const icons: Readonly<Record<TimelineEntry["kind"], ComponentType>> = {
  request: ImportOutlined,
  attempt: SendOutlined,
  refund: RollbackOutlined,
  call: ApiOutlined,
  notification: BellOutlined,
  state: SwapOutlined,
  discrepancy: WarningOutlined,
  event: ThunderboltOutlined,
  delivery: CloudUploadOutlined,
};

/** How many entries are shown at first: of a long timeline the newest. */
const shownAtOnce = 200;

/** Everything that happened, oldest first; each entry opens to what is known of it. */
export function PaymentTimeline({
  entries,
  cutOff,
}: {
  readonly entries: readonly TimelineEntry[];
  readonly cutOff: readonly string[];
}) {
  const words = useWords(paymentWords);
  const [most, setMost] = useState(shownAtOnce);
  const hidden = Math.max(0, entries.length - most);
  const shown = entries.slice(hidden);
  return (
    <section aria-label={words.timeline}>
      <Typography.Title level={3}>{words.timeline}</Typography.Title>
      {cutOff.length === 0 ? null : (
        <Alert type="warning" showIcon title={words.cutOff(cutOff.join(", "))} style={{ marginBottom: 16 }} />
      )}
      {hidden === 0 ? null : (
        <Button onClick={() => setMost(most + shownAtOnce)} style={{ marginBottom: 16 }}>
          {words.earlier(String(Math.min(hidden, shownAtOnce)))}
        </Button>
      )}
      {shown.length === 0 ? <p>{words.timelineEmpty}</p> : null}
      <Timeline
        items={shown.map((entry, index) => {
          const Icon = icons[entry.kind];
          return { key: hidden + index, icon: <Icon />, content: <Entry entry={entry} /> };
        })}
      />
    </section>
  );
}

function Entry({ entry }: { readonly entry: TimelineEntry }) {
  const words = useWords(paymentWords);
  const told = useWords(timelineWords);
  const { method } = useWords(stateWords);
  const details = Object.entries({ ...entry.details, subject: entry.subject, trace_id: entry.trace_id });
  return (
    <div style={{ overflowWrap: "anywhere" }}>
      <strong>{told.kind[entry.kind]}</strong> <When at={entry.at} />
      <div>
        <bdi>{lineOf(entry, told, method)}</bdi>
      </div>
      <details>
        <summary>{words.details}</summary>
        <dl style={{ display: "grid", gridTemplateColumns: "max-content 1fr", gap: "2px 12px", margin: 0 }}>
          {details
            .filter(([, value]) => value !== null && value !== "")
            .map(([name, value]) => (
              <Detail key={name} name={name} value={String(value)} />
            ))}
        </dl>
      </details>
    </div>
  );
}

function Detail({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>
        <code>{name}</code>
      </dt>
      <dd style={{ margin: 0, whiteSpace: "pre-wrap" }}>
        <bdi>{value}</bdi>
      </dd>
    </>
  );
}

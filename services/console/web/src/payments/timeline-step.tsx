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
import { theme } from "antd";
import type { ComponentType, CSSProperties } from "react";
import { Link } from "react-router";
import { useSession } from "../session/session-context.ts";
import type { Tone } from "../show/state-tag.tsx";
import { visibleText } from "../show/visible-text.ts";
import { When } from "../show/when.tsx";
import { TimelineDetails } from "./timeline-details.tsx";
import type { TimelineStep as Step } from "./timeline-groups.ts";
import { lineOf, type Telling } from "./timeline-line.ts";
import { placeOfEntry } from "./timeline-links.ts";
import { toneOf } from "./timeline-tone.ts";

const icons: Readonly<Record<TimelineEntry["kind"], ComponentType<{ readonly style?: CSSProperties }>>> = {
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

/** When it was and how long after the beginning, what happened in one line, and all that is known of it folded below. */
export function TimelineStep({
  step,
  telling,
  startedAt,
}: {
  readonly step: Step;
  readonly telling: Telling;
  readonly startedAt: string;
}) {
  const color = useToneColor(toneOf(step[0]));
  const [entry, ...others] = step;
  const last = others.at(-1);
  const Icon = icons[entry.kind];
  const line = lineOf(entry, telling);
  return (
    <li className="timeline-step">
      <div className="timeline-when">
        <When at={entry.at} /> <Offset at={entry.at} startedAt={startedAt} telling={telling} />
      </div>
      <details className="timeline-what">
        <summary>
          <Icon style={{ color }} /> <strong>{telling.words.kind[entry.kind]}</strong>{" "}
          <bdi style={{ color }}>
            {visibleText(last === undefined ? line : telling.words.folded(line, step.length))}
          </bdi>
          {last === undefined ? null : (
            <>
              {` ${telling.words.lastAt} `}
              <When at={last.at} /> <Offset at={last.at} startedAt={startedAt} telling={telling} />
            </>
          )}
        </summary>
        {step.map((one, index) => (
          <TimelineDetails key={index} entry={one} telling={telling} />
        ))}
      </details>
      <OwnLink entry={entry} telling={telling} />
    </li>
  );
}

/** How long after the beginning of the whole; the beginning has none. */
function Offset({
  at,
  startedAt,
  telling,
}: {
  readonly at: string;
  readonly startedAt: string;
  readonly telling: Telling;
}) {
  const ms = Date.parse(at) - Date.parse(startedAt);
  return ms <= 0 ? null : <small className="timeline-offset">+{telling.spanOf(ms)}</small>;
}

function OwnLink({ entry, telling }: { readonly entry: TimelineEntry; readonly telling: Telling }) {
  const { permissions } = useSession().operator;
  const place = placeOfEntry(entry, permissions);
  return place === null ? null : <Link to={place}>{telling.words.open[entry.kind]}</Link>;
}

function useToneColor(tone: Tone): string | undefined {
  const { token } = theme.useToken();
  switch (tone) {
    case "good":
      return token.colorSuccess;
    case "warning":
      return token.colorWarning;
    case "bad":
      return token.colorError;
    case "waits":
    case "plain":
      return undefined;
  }
}

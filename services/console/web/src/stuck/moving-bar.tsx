import { Alert, Progress, Space, Typography } from "antd";
import { useState } from "react";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { problemWords } from "../show/problem-words.ts";
import { type MovingAct, permissionOfAct } from "./stuck-kind.ts";
import { stuckWords } from "./stuck-words.ts";
import { type Moved, useMoving } from "./use-moving.ts";

/** So many rows are acted on at one time. */
export const mostChosen = 50;

/** The act that moves the rows that are chosen, and what became of each. */
export function MovingBar({
  act,
  ids,
  onDone,
}: {
  readonly act: MovingAct;
  readonly ids: readonly string[];
  readonly onDone: () => void;
}) {
  const words = useWords(stuckWords);
  const mayAct = useMay(permissionOfAct[act]);
  const { mutation, answered } = useMoving(act);
  const [moved, setMoved] = useState<readonly Moved[]>([]);
  if (!mayAct) return null;
  const title = words.acts[act];
  return (
    <Space orientation="vertical" style={{ width: "100%" }}>
      <Space wrap>
        <ActButton
          title={title}
          question={words.questions[act](ids.length)}
          mutation={mutation}
          input={ids.length === 0 ? null : ids}
          done={(all) => words.summary(takenOf(all), all.length)}
          onDone={(all) => {
            setMoved(all);
            onDone();
          }}
          button={{ type: "primary", disabled: ids.length === 0 }}
        >
          {mutation.isPending ? (
            <Progress
              percent={Math.round((answered / ids.length) * 100)}
              format={() => words.progress(answered, ids.length)}
            />
          ) : null}
        </ActButton>
        <Typography.Text type="secondary">{words.chosen(ids.length, mostChosen)}</Typography.Text>
      </Space>
      {moved.length === 0 ? null : <Outcomes moved={moved} onClose={() => setMoved([])} />}
    </Space>
  );
}

function Outcomes({ moved, onClose }: { readonly moved: readonly Moved[]; readonly onClose: () => void }) {
  const words = useWords(stuckWords);
  const problems = useWords(problemWords);
  const taken = takenOf(moved);
  const outcomeOf = ({ problem }: Moved): string => {
    if (problem === null) return words.done;
    if (problem.code === "unreachable") return words.unknown;
    return `${problems[problem.code] ?? problem.code} · ${problem.message}`;
  };
  return (
    <Alert
      type={taken === moved.length ? "success" : "warning"}
      showIcon
      role="status"
      title={`${words.outcomes}: ${words.summary(taken, moved.length)}`}
      description={
        <ul style={{ margin: 0, paddingInlineStart: 18, overflowWrap: "anywhere" }}>
          {moved.map((one) => (
            <li key={one.id}>
              <code>{one.id}</code> {outcomeOf(one)}
            </li>
          ))}
        </ul>
      }
      closable={{ onClose, "aria-label": words.close }}
    />
  );
}

function takenOf(moved: readonly Moved[]): number {
  return moved.filter(({ problem }) => problem === null).length;
}

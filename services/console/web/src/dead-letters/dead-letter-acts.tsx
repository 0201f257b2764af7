import type { DeadLetterService, DeadLettersSettled } from "@compose-pay/contracts";
import { Alert, Form, Input, Space } from "antd";
import { useState } from "react";
import type { ReadName } from "../api/call.ts";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { ForeignLine } from "../show/foreign-text.tsx";
import { deadLetterWords } from "./dead-letter-words.ts";

const changed: readonly ReadName[] = ["dead_letters.list"];
const longestReason = 255;

/** What became of the last act, said until it is closed: some may be there still. */
interface Result {
  readonly said: string;
  readonly settled: DeadLettersSettled;
}

/** What can be done to the dead letters that are chosen. */
export function DeadLetterActs({
  service,
  ids,
  onDone,
}: {
  readonly service: DeadLetterService;
  readonly ids: readonly string[];
  readonly onDone: () => void;
}) {
  const words = useWords(deadLetterWords);
  const [reason, setReason] = useState("");
  const [result, setResult] = useState<Result | null>(null);
  const replay = useAct("dead_letters.replay", changed);
  const drop = useAct("dead_letters.drop", changed);
  const say = (said: string, settled: DeadLettersSettled): string => {
    setResult({ said, settled });
    onDone();
    return said;
  };
  const isNone = ids.length === 0;
  const why = reason.trim();
  return (
    <>
      <Space wrap style={{ marginBottom: 12 }}>
        <ActButton
          title={words.replay}
          question={words.replayQuestion(ids.length)}
          mutation={replay}
          input={isNone ? null : { service, ids }}
          done={(settled) => say(words.replayed(settled.done.length), settled)}
          button={{ type: "primary", disabled: isNone }}
        />
        <ActButton
          title={words.drop}
          question={words.dropQuestion(ids.length)}
          mutation={drop}
          input={isNone || why === "" ? null : { service, ids, reason: why }}
          done={(settled) => {
            setReason("");
            return say(words.dropped(settled.done.length), settled);
          }}
          button={{ danger: true, disabled: isNone }}
        >
          <Form layout="vertical">
            <Form.Item label={words.why} required htmlFor="drop-reason">
              <Input
                id="drop-reason"
                value={reason}
                maxLength={longestReason}
                onChange={(event) => setReason(event.target.value)}
              />
            </Form.Item>
          </Form>
        </ActButton>
      </Space>
      {result === null ? null : <ResultAlert result={result} onClose={() => setResult(null)} />}
    </>
  );
}

function ResultAlert({ result, onClose }: { readonly result: Result; readonly onClose: () => void }) {
  const words = useWords(deadLetterWords);
  const { failed, missing, unknown, is_broken: isBroken } = result.settled;
  const left = [
    ...(isBroken ? [words.broken] : []),
    ...unknown.map(words.unknown),
    ...failed.map(({ id, why }) => words.failed(id, why)),
    ...missing.map(isBroken ? words.notReached : words.missing),
  ];
  return (
    <Alert
      style={{ marginBottom: 12 }}
      type={left.length === 0 ? "success" : "warning"}
      showIcon
      title={result.said}
      description={left.map((line) => (
        <div key={line}>
          <ForeignLine text={line} />
        </div>
      ))}
      closable={{ onClose, "aria-label": words.close }}
    />
  );
}

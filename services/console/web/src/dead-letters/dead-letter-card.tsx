import type { DeadLetterView } from "@compose-pay/contracts";
import { Checkbox, Space } from "antd";
import { useWords } from "../shell/words.ts";
import { ForeignLine, ForeignText } from "../show/foreign-text.tsx";
import { When } from "../show/when.tsx";
import { deadLetterWords } from "./dead-letter-words.ts";

/** One dead letter; every text of it may be anybody's. */
export function DeadLetterCard({
  letter,
  isMarked,
  onMark,
}: {
  readonly letter: DeadLetterView;
  readonly isMarked: boolean;
  /** Null where nobody may act. */
  readonly onMark: ((isMarked: boolean) => void) | null;
}) {
  const words = useWords(deadLetterWords);
  return (
    <Space orientation="vertical" size="small" style={{ width: "100%" }}>
      <Space wrap>
        {onMark === null ? null : (
          <Checkbox
            aria-label={words.select(letter.id)}
            checked={isMarked}
            onChange={(event) => onMark(event.target.checked)}
          />
        )}
        <strong>
          <ForeignLine text={letter.id} />
        </strong>
        <span>
          {words.message} <ForeignLine text={`${letter.name} v${letter.version}`} />
        </span>
        <span>
          {words.died} <When at={letter.died_at} />
        </span>
      </Space>
      <div>
        {words.reason} <ForeignLine text={letter.reason} />
      </div>
      <Space wrap>
        <span>
          {words.queue} <ForeignLine text={letter.queue} />
        </span>
        <span>{words.tries(letter.tries, letter.faults)}</span>
        <span>
          {words.firstSeen} <When at={letter.first_seen} />
        </span>
        <span>
          {words.trace} <ForeignLine text={letter.trace_id} />
        </span>
      </Space>
      <ForeignText text={letter.body} label={words.body} />
    </Space>
  );
}

import { Tag } from "antd";
import { useWords } from "../shell/words.ts";
import { type DayMark, markColors, markSigns, markWords } from "./run-state-words.ts";

/** Where a run stands: a sign, a word, and a colour besides. */
export function RunMark({ mark, count }: { readonly mark: DayMark; readonly count?: number }) {
  const words = useWords(markWords);
  return (
    <Tag color={markColors[mark]} style={{ marginInlineEnd: 0 }}>
      <span aria-hidden="true">{markSigns[mark]} </span>
      {words[mark]}
      {count === undefined || count === 0 ? null : ` ${count}`}
    </Tag>
  );
}

import type { JobStanding } from "@compose-pay/contracts";
import { Flex } from "antd";
import { useAct } from "../api/use-act.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { jobWords } from "./job-words.ts";

const changed = ["jobs.list", "jobs.show", "jobs.runs"] as const;

/** Run now, and pause or resume; nothing for who may only look. */
export function JobActs({
  job: { name, paused, running },
  size = "middle",
}: {
  readonly job: JobStanding;
  readonly size?: "small" | "middle";
}) {
  const words = useWords(jobWords);
  const may = useMay("jobs.act");
  const run = useAct("jobs.run", changed);
  const pause = useAct("jobs.pause", changed);
  const resume = useAct("jobs.resume", changed);
  if (!may) return null;
  const pausing = paused
    ? { title: words.resume, question: words.resumeQuestion, mutation: resume, done: () => words.resumedNow }
    : { title: words.pause, question: words.pauseQuestion, mutation: pause, done: () => words.pausedNow };
  return (
    <Flex gap="small" wrap>
      <ActButton
        title={words.runNow}
        question={words.runQuestion}
        mutation={run}
        input={{ name }}
        done={() => words.runAsked}
        button={{ size, disabled: running !== null }}
      />
      <ActButton {...pausing} input={{ name }} button={{ size }} />
    </Flex>
  );
}

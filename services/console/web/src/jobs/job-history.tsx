import type { JobRunHeadView } from "@compose-pay/contracts";
import { Button, Flex, Table, Typography } from "antd";
import { useState } from "react";
import { usePages, useRead } from "../api/use-read.ts";
import { useWords } from "../shell/words.ts";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { ScrollSection } from "../show/scroll-section.tsx";
import { showWords } from "../show/show-words.ts";
import { When } from "../show/when.tsx";
import { jobWords, triggerWords } from "./job-words.ts";
import { OutcomeTag } from "./outcome-tag.tsx";

/** While it runs. */
const everyMs = 3_000;

/** The runs of a job, newest first; a row opens to what its run said. */
export function JobHistory({ name, isRunning }: { readonly name: string; readonly isRunning: boolean }) {
  const words = useWords(jobWords);
  const common = useWords(showWords);
  const triggers = useWords(triggerWords);
  const pages = usePages("jobs.runs", { name }, isRunning ? { everyMs } : {});
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <Typography.Title level={3}>{words.history}</Typography.Title>
      {pages.isError ? <ProblemAlert error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      <ScrollSection label={words.history} isBusy={pages.isLoading}>
        <Table<JobRunHeadView>
          dataSource={rows}
          rowKey="id"
          size="middle"
          pagination={false}
          loading={pages.isLoading}
          locale={{ emptyText: pages.isLoading ? common.loading : common.empty }}
          expandable={{ expandedRowRender: (run) => <Output run={run} /> }}
          columns={[
            { title: words.startedAt, render: (_, run) => <When at={run.started_at} /> },
            { title: words.duration, align: "right", render: (_, run) => durationOf(run, words.seconds) },
            { title: words.trigger, render: (_, run) => triggers[run.trigger] },
            { title: words.outcome, render: (_, run) => <OutcomeTag outcome={run.outcome} /> },
            { title: words.error, render: (_, run) => run.error },
            { title: words.owner, render: (_, run) => <code>{run.owner}</code> },
          ]}
        />
      </ScrollSection>
      {pages.hasNextPage ? (
        <Flex justify="center" style={{ padding: 12 }}>
          <Button onClick={() => void pages.fetchNextPage()} loading={pages.isFetchingNextPage}>
            {common.more}
          </Button>
        </Flex>
      ) : null}
    </>
  );
}

function durationOf({ duration_ms: ms }: JobRunHeadView, seconds: (count: number) => string): string {
  return ms === null ? "—" : seconds(Math.round(ms / 100) / 10);
}

function Output({ run }: { readonly run: JobRunHeadView }) {
  const words = useWords(jobWords);
  const [isWhole, setWhole] = useState(false);
  const whole = useRead("jobs.show_run", { id: run.id }, { isOn: isWhole });
  const output = whole.data?.output ?? run.output_tail;
  return (
    <section aria-label={words.output}>
      {whole.isError ? <ProblemAlert error={whole.error} onRetry={() => void whole.refetch()} /> : null}
      {run.is_cut && whole.data === undefined ? (
        <p>
          {words.cut}{" "}
          <Button size="small" onClick={() => setWhole(true)} loading={whole.isLoading}>
            {words.showAll}
          </Button>
        </p>
      ) : null}
      {output === "" ? (
        words.noOutput
      ) : (
        <pre tabIndex={0} style={{ overflow: "auto", maxHeight: 320, margin: 0 }}>
          {output}
        </pre>
      )}
    </section>
  );
}

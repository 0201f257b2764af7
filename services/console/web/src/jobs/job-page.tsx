import type { JobDetail } from "@compose-pay/contracts";
import { Descriptions, Flex, Typography } from "antd";
import { Link, useParams } from "react-router";
import { useRead } from "../api/use-read.ts";
import { useMay } from "../session/session-context.ts";
import { useLanguage, useWords } from "../shell/words.ts";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { When } from "../show/when.tsx";
import { JobActs } from "./job-acts.tsx";
import { JobHistory } from "./job-history.tsx";
import { jobNameOf } from "./job-path.ts";
import { JobState } from "./job-state.tsx";
import { jobWords } from "./job-words.ts";
import { OutcomeTag } from "./outcome-tag.tsx";
import { ScheduleEditor } from "./schedule-editor.tsx";
import { useJobTitle } from "./use-job-title.ts";

const everyMs = 5_000;

/** One job: its rules, its next times, its history, and orders to it. */
export function JobPage() {
  const words = useWords(jobWords);
  const name = jobNameOf(useParams());
  const read = useRead("jobs.show", { name }, { everyMs });
  return (
    <>
      <p>
        <Link to="/jobs">{words.back}</Link>
      </p>
      {read.isError ? <ProblemAlert error={read.error} onRetry={() => void read.refetch()} /> : null}
      {read.data === undefined ? null : <Job key={name} detail={read.data} />}
    </>
  );
}

function Job({ detail }: { readonly detail: JobDetail }) {
  const titleOf = useJobTitle();
  const mayAct = useMay("jobs.act");
  const { job } = detail;
  return (
    <>
      <Typography.Title level={2}>{titleOf(job)}</Typography.Title>
      <Flex style={{ marginBlockEnd: 12 }}>
        <JobActs job={job} />
      </Flex>
      <Facts detail={detail} />
      {mayAct ? <ScheduleEditor detail={detail} /> : null}
      <JobHistory name={job.name} isRunning={job.running !== null || job.asked_at !== null} />
    </>
  );
}

function Facts({ detail }: { readonly detail: JobDetail }) {
  const words = useWords(jobWords);
  const isEnglish = useLanguage() === "en";
  const { job, next_times: times, overrun_after_ms: overrunMs, retry_waits_ms: waitsMs } = detail;
  const seconds = (ms: number) => words.seconds(ms / 1_000);
  const rules = { schedule: words.schedule, time_zone: words.zone, misfire: words.misfire };
  const rows = [
    { key: "name", label: words.name, children: <code>{job.name}</code> },
    { key: "state", label: words.state, children: <JobState job={job} /> },
    { key: "schedule", label: words.schedule, children: <code>{job.schedule}</code> },
    { key: "zone", label: words.zone, children: job.time_zone },
    { key: "misfire", label: words.misfire, children: words[job.misfire] },
    {
      key: "changed",
      label: words.changedRules,
      children: job.changed.length === 0 ? words.byCode : job.changed.map((rule) => rules[rule]).join(", "),
    },
    {
      key: "last",
      label: words.last,
      children: job.last_outcome === null ? words.never : <OutcomeTag outcome={job.last_outcome} />,
    },
    { key: "failures", label: words.failures, children: job.failures },
    { key: "overrun", label: words.overrunAfter, children: seconds(overrunMs) },
    {
      key: "retries",
      label: words.retries,
      children: waitsMs.length === 0 ? words.noRetries : waitsMs.map(seconds).join(", "),
    },
    {
      key: "next",
      label: words.nextTimes,
      children: times.length === 0 ? words.none : times.map((at) => <div key={at}>{<When at={at} />}</div>),
    },
    ...(isEnglish ? [{ key: "purpose", label: words.purpose, children: job.purpose }] : []),
  ];
  return <Descriptions bordered size="small" column={{ xs: 1, md: 2 }} items={rows} />;
}

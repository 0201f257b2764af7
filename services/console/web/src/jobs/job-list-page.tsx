import type { JobStanding } from "@compose-pay/contracts";
import { Typography } from "antd";
import { Link } from "react-router";
import { usePages } from "../api/use-read.ts";
import { useWords } from "../shell/words.ts";
import { ListTable } from "../show/list-table.tsx";
import { When } from "../show/when.tsx";
import { JobActs } from "./job-acts.tsx";
import { jobPath } from "./job-path.ts";
import { JobState } from "./job-state.tsx";
import { jobWords } from "./job-words.ts";
import { OutcomeTag } from "./outcome-tag.tsx";
import { useJobTitle } from "./use-job-title.ts";

const everyMs = 10_000;

/** Every job: when it runs next, and how it went. */
export function JobListPage() {
  const words = useWords(jobWords);
  const titleOf = useJobTitle();
  const pages = usePages("jobs.list", {}, { everyMs });
  return (
    <>
      <Typography.Title level={2}>{words.title}</Typography.Title>
      <ListTable<JobStanding>
        label={words.title}
        pages={pages}
        rowKey={({ name }) => name}
        columns={[
          {
            title: words.name,
            render: (_, job) => (
              <div style={{ maxWidth: 220, overflowWrap: "anywhere", whiteSpace: "normal" }} title={job.name}>
                <Link to={jobPath(job.name)}>{titleOf(job)}</Link>
              </div>
            ),
          },
          { title: words.state, render: (_, job) => <JobState job={job} /> },
          { title: words.nextAt, render: (_, job) => <When at={job.next_at} /> },
          { title: words.last, render: (_, job) => <Last job={job} /> },
          {
            title: words.failures,
            align: "right",
            render: (_, { failures }) => (failures === 0 ? 0 : <strong>! {failures}</strong>),
          },
          {
            title: words.schedule,
            render: (_, job) => (
              <>
                <code>{job.schedule}</code>
                <br />
                <small>{job.time_zone}</small>
              </>
            ),
          },
          { key: "acts", render: (_, job) => <JobActs job={job} size="small" /> },
        ]}
      />
    </>
  );
}

function Last({ job: { last_outcome: outcome, last_started_at: at } }: { readonly job: JobStanding }) {
  const words = useWords(jobWords);
  if (outcome === null) return words.never;
  return (
    <>
      <OutcomeTag outcome={outcome} />
      <br />
      <small>
        <When at={at} />
      </small>
    </>
  );
}

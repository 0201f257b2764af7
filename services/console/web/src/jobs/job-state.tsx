import type { JobStanding } from "@compose-pay/contracts";
import { Tag } from "antd";
import { useWords } from "../shell/words.ts";
import { When } from "../show/when.tsx";
import { jobWords } from "./job-words.ts";

/** Whether a job runs, where and under which lease, waits, or is paused. */
export function JobState({ job: { running, paused, asked_at: asked } }: { readonly job: JobStanding }) {
  const words = useWords(jobWords);
  return (
    <>
      {paused ? <Tag color="warning">‖ {words.paused}</Tag> : null}
      {running === null ? null : (
        <>
          <Tag color="processing">▶ {words.runningOn(running.on)}</Tag>
          <small>
            {words.leaseUntil} <When at={running.lease_until} />
          </small>
        </>
      )}
      {asked === null ? null : <Tag color="processing">… {words.asked}</Tag>}
      {running === null && !paused && asked === null ? <Tag>{words.idle}</Tag> : null}
    </>
  );
}

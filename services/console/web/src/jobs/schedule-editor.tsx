import type { ConsoleInput, JobDetail, JobRulesView } from "@compose-pay/contracts";
import { AutoComplete, Flex, Input, Radio, Typography } from "antd";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { ChangedMeanwhile } from "../show/changed-meanwhile.tsx";
import { useDraft } from "../show/use-draft.ts";
import { jobWords } from "./job-words.ts";
import { NextTimes } from "./next-times.tsx";

const changedReads = ["jobs.list", "jobs.show"] as const;
const zones = Intl.supportedValuesOf("timeZone").map((value) => ({ value }));

/** Says when a job runs, and shows what that comes to while it is typed. */
export function ScheduleEditor({ detail: { job, defaults } }: { readonly detail: JobDetail }) {
  const words = useWords(jobWords);
  const save = useAct("jobs.schedule", changedReads);
  const reset = useAct("jobs.schedule", changedReads);
  const form = useDraft(job, rulesOf);
  const { draft: rules, seen } = form;
  const change = (some: Partial<JobRulesView>) => form.setDraft({ ...rules, ...some });
  return (
    <section aria-label={words.edit}>
      <Typography.Title level={3}>{words.edit}</Typography.Title>
      <ChangedMeanwhile form={form} mutation={save} />
      <Fields rules={rules} onChange={change} />
      <NextTimes schedule={rules.schedule} zone={rules.time_zone} />
      <Flex gap="small" wrap>
        <ActButton
          title={words.save}
          question={words.saveQuestion}
          mutation={save}
          input={changeOf(seen, rules)}
          done={() => words.saved}
          button={{ type: "primary", disabled: changeOf(seen, rules) === null }}
        />
        {job.changed.length === 0 ? null : (
          <ActButton
            title={words.reset}
            question={words.resetQuestion}
            mutation={reset}
            input={{ ...codes, name: job.name, expected_version: seen.version }}
            done={() => {
              form.setDraft(rulesOf(defaults));
              return words.saved;
            }}
          />
        )}
      </Flex>
    </section>
  );
}

/** Of the code's own. */
const codes = { schedule: null, time_zone: null, misfire: null } as const;

function rulesOf({ schedule, time_zone, misfire }: JobRulesView): JobRulesView {
  return { schedule, time_zone, misfire };
}

function Fields({
  rules,
  onChange,
}: {
  readonly rules: JobRulesView;
  readonly onChange: (some: Partial<JobRulesView>) => void;
}) {
  const words = useWords(jobWords);
  return (
    <Flex vertical gap="small" style={{ maxWidth: 520 }}>
      <Input
        aria-label={words.schedule}
        value={rules.schedule}
        onChange={({ target }) => onChange({ schedule: target.value })}
        maxLength={128}
        spellCheck={false}
        style={{ fontFamily: "monospace" }}
      />
      <small>{words.editHint}</small>
      <AutoComplete
        value={rules.time_zone}
        onChange={(zone: string) => onChange({ time_zone: zone })}
        options={zones}
        showSearch={{ filterOption: matches }}
      >
        <Input aria-label={words.zone} maxLength={64} spellCheck={false} />
      </AutoComplete>
      <Radio.Group
        aria-label={words.misfire}
        value={rules.misfire}
        onChange={({ target }) => onChange({ misfire: target.value as JobRulesView["misfire"] })}
        options={(["run_once", "skip"] as const).map((value) => ({ value, label: words[value] }))}
      />
    </Flex>
  );
}

function matches(typed: string, option?: { readonly value: string }): boolean {
  return option !== undefined && option.value.toLowerCase().includes(typed.trim().toLowerCase());
}

/** Only what is other than it was; null for nothing. */
function changeOf(
  { name, version, ...before }: JobDetail["job"],
  after: JobRulesView,
): ConsoleInput<"jobs.schedule"> | null {
  const [schedule, zone] = [after.schedule.trim(), after.time_zone.trim()];
  const change = {
    ...(schedule === before.schedule ? {} : { schedule }),
    ...(zone === before.time_zone ? {} : { time_zone: zone }),
    ...(after.misfire === before.misfire ? {} : { misfire: after.misfire }),
  };
  return Object.keys(change).length === 0 || schedule === ""
    ? null
    : { name, expected_version: version, ...change };
}

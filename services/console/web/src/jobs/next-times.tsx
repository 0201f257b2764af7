import { Alert } from "antd";
import { useRead } from "../api/use-read.ts";
import { ConsoleProblem } from "../api/console-problem.ts";
import { type Language, useLanguage, useWords } from "../shell/words.ts";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { When } from "../show/when.tsx";
import { jobWords } from "./job-words.ts";
import { scheduleFaultWords } from "./schedule-fault-words.ts";
import { useSettled } from "./use-settled.ts";

const settleMs = 300;

/** The next five times of a schedule while it is typed, or what is wrong with it. */
export function NextTimes({ schedule, zone }: { readonly schedule: string; readonly zone: string }) {
  const words = useWords(jobWords);
  const language = useLanguage();
  const faultOf = useWords(scheduleFaultWords).of;
  const settledSchedule = useSettled(schedule, settleMs);
  const settledZone = useSettled(zone, settleMs);
  const input = { schedule: settledSchedule, time_zone: settledZone };
  const read = useRead("jobs.next_times", input, { isOn: settledSchedule.trim() !== "" });
  if (read.isError) {
    const faults = read.error instanceof ConsoleProblem ? read.error.errors : [];
    if (faults.length === 0) return <ProblemAlert error={read.error} onRetry={() => void read.refetch()} />;
    const names: Readonly<Record<string, string>> = {
      schedule: words.scheduleWrong,
      time_zone: words.zoneWrong,
    };
    return faults.map(({ path, message }) => (
      <Alert
        key={path}
        type="error"
        showIcon
        role="alert"
        style={{ marginBlock: 8 }}
        title={names[path] ?? path}
        description={faultOf(message)}
      />
    ));
  }
  const times = read.data?.times ?? [];
  return (
    <div aria-live="polite">
      <strong>{words.nextTimes}</strong>
      <ol>
        {times.map((at) => (
          <li key={at}>
            {timeIn(settledZone, at, language)} <small>{words.inZone(settledZone)}</small>
            {" · "}
            <When at={at} /> <small>{words.inYours}</small>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** The API takes a zone that this browser may not know yet. */
function timeIn(timeZone: string, at: string, language: Language): string {
  const locale = language === "en" ? "en-GB" : language;
  try {
    const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium", timeZone });
    return format.format(new Date(at));
  } catch {
    return at;
  }
}

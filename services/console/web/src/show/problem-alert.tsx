import type { seenVersionPath } from "@compose-pay/contracts";
import { Alert, Button } from "antd";
import { ConsoleProblem } from "../api/console-problem.ts";
import { problemWords } from "./problem-words.ts";
import { useWords } from "../shell/words.ts";
import { showWords } from "./show-words.ts";

/** The path of the fault that a form was filled in from what is old. */
const seenVersion: typeof seenVersionPath = "expected_version";

/** Says what went wrong, in words of the operator's language, with the request's id for whoever looks into the logs. */
export function ProblemAlert({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const words = useWords(showWords);
  const problems = useWords(problemWords);
  const problem = error instanceof ConsoleProblem ? error : null;
  // What only reads, and may be tried again, has done nothing.
  const unreachable = onRetry === undefined ? words.unreachable : words.unread;
  const isOld = problem?.errors.some(({ path }) => path === seenVersion) === true;
  const coded = problem === null || problem.code === "unreachable" ? unreachable : problems[problem.code];
  const title = isOld ? words.changedMeanwhile : coded;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={title ?? words.failed}
      description={<ProblemDetails problem={problem} />}
      action={
        onRetry === undefined ? undefined : (
          <Button size="small" onClick={onRetry}>
            {words.retry}
          </Button>
        )
      }
    />
  );
}

function ProblemDetails({ problem }: { readonly problem: ConsoleProblem | null }) {
  const words = useWords(showWords);
  if (problem === null) return null;
  return (
    <>
      <div>{problem.message}</div>
      {/* That one is said by the title and the detail. */}
      {problem.errors
        .filter(({ path }) => path !== seenVersion)
        .map(({ path, message }) => (
          <div key={path}>
            <code>{path}</code> {message}
          </div>
        ))}
      {problem.requestId === "" ? null : <small>{words.requestId(problem.requestId)}</small>}
    </>
  );
}

import { withoutSecrets } from "./without-secrets.ts";

/** An error as a log can show it: what it is, where, and what caused it. */
export interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: readonly string[];
  readonly cause?: DescribedError;
  readonly errors?: readonly DescribedError[];
}

const mostCauses = 6;
const mostFrames = 12;
const mostErrors = 4;

/**
 * Describes an error and its chain of causes. Only what is named here is taken: errors of clients carry
 * requests, headers and statements with their values as further properties.
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: withoutSecrets(String(error)) };
  const goesOn = depth < mostCauses;
  return {
    type: error.name,
    message: withoutSecrets(error.message),
    ...codeOf(error),
    ...(error.stack === undefined ? {} : { stack: framesOf(error.stack) }),
    ...(goesOn && error.cause !== undefined ? { cause: describeError(error.cause, depth + 1) } : {}),
    ...(goesOn && error instanceof AggregateError
      ? { errors: error.errors.slice(0, mostErrors).map((one) => describeError(one, depth + 1)) }
      : {}),
  };
}

function codeOf(error: Error): { code?: string | number } {
  const code = "code" in error ? error.code : undefined;
  return typeof code === "string" || typeof code === "number" ? { code } : {};
}

/** The frames alone: the text above them repeats the message, secrets included. */
function framesOf(stack: string): readonly string[] {
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return frames.slice(0, mostFrames).map((line) => line.trim());
}

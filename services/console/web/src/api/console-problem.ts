import type { Fault, ProblemCode } from "@compose-pay/contracts";

/** What the console's API has refused, or could not do. */
export class ConsoleProblem extends Error {
  override readonly name = "ConsoleProblem";
  /** `unreachable`: no answer came, so that it is unknown whether an act was done. */
  readonly code: ProblemCode | "unreachable";
  readonly errors: readonly Fault[];
  /** Names the case in the logs; empty when no answer came. */
  readonly requestId: string;

  constructor(
    code: ConsoleProblem["code"],
    detail: string,
    more: Partial<Pick<ConsoleProblem, "errors" | "requestId">> = {},
  ) {
    super(detail);
    this.code = code;
    this.errors = more.errors ?? [];
    this.requestId = more.requestId ?? "";
  }
}

/** Whether an act may have been done although it was not answered so: it must not be done again unseen. */
export function isOutcomeUnknown(error: unknown): boolean {
  return isProblem(error, "outcome_unknown") || isProblem(error, "unreachable");
}

export function isProblem(error: unknown, code: ConsoleProblem["code"]): boolean {
  return error instanceof ConsoleProblem && error.code === code;
}

import type { Response } from "express";
import type { z } from "zod";

/** A refusal of the control interface: RFC 9457, `{type, title, status, detail}`. */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;

  constructor(status: number, title: string, detail: string) {
    super(detail);
    this.status = status;
    this.title = title;
  }
}

export function sendProblem(res: Response, problem: Problem): void {
  res.status(problem.status).type("application/problem+json");
  const { title, status, message: detail } = problem;
  res.send(JSON.stringify({ type: "about:blank", title, status, detail }));
}

/** The value as `schema` reads it; 400 with every fault named when it does not fit. */
export function parseOrProblem<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map(
    (issue) => `${issue.path.join(".") || "(the whole)"}: ${issue.message}`,
  );
  throw new Problem(400, "Invalid request", faults.join("; "));
}

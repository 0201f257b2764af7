import { z } from "zod";

/** What a command line came to. */
export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The id of what it is about; empty when it has none. */
const document = z.looseObject({ id: z.string().default("") });

/** The one document on standard output of a run with `--json`; throws when it failed or said more. */
export function documentOf({ exitCode, stdout, stderr }: CliRun) {
  if (exitCode !== 0 || stderr !== "") throw new Error(`exit code ${exitCode}: ${stderr}${stdout}`);
  return document.parse(JSON.parse(stdout));
}

/** The error on standard error of a run with `--json` that failed; throws when it said more. */
export function errorOf({ exitCode, stdout, stderr }: CliRun) {
  if (stdout !== "") throw new Error(`printed ${stdout}`);
  const { error } = z.object({ error: failure }).parse(JSON.parse(stderr));
  return { exitCode, ...error };
}

const failure = z.looseObject({ code: z.string(), message: z.string() });

import { readFileSync } from "node:fs";
import type { z } from "zod";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface SettingsFault {
  readonly variable: string;
  readonly fault: string;
}

/** Every fault of a configuration at once, by the name of its variable and never with its value. */
export class SettingsError extends Error {
  readonly faults: readonly SettingsFault[];

  constructor(faults: readonly SettingsFault[]) {
    super(`the configuration is wrong: ${faults.map((one) => `${one.variable} ${one.fault}`).join("; ")}`);
    this.name = "SettingsError";
    this.faults = faults;
  }
}

/**
 * Reads the settings that a schema names from the environment. An empty variable is an absent one. Any
 * variable `X` can instead come from the file that `X_FILE` names, as secrets of Docker and Kubernetes do.
 *
 * @param schema an object schema whose keys are names of variables
 * @throws SettingsError with all faults
 */
export function readSettings<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Environment,
): z.output<z.ZodObject<Shape>> {
  const given = Object.keys(schema.shape).map((variable) => readVariable(variable, env));
  const values = new Map(given.map((one) => [one.variable, one.value]));
  const parsed = schema.safeParse(Object.fromEntries(values));
  const unreadable = given.flatMap(({ variable, fault }) =>
    fault === undefined ? [] : [{ variable, fault }],
  );
  const refused = (parsed.error?.issues ?? [])
    .map((issue) => describeIssue(issue, values))
    .filter((one) => unreadable.every((other) => other.variable !== one.variable));
  if (unreadable.length > 0 || !parsed.success) throw new SettingsError([...unreadable, ...refused]);
  return parsed.data;
}

interface GivenVariable {
  readonly variable: string;
  readonly value?: string | undefined;
  readonly fault?: string;
}

function readVariable(variable: string, env: Environment): GivenVariable {
  const value = emptyAsAbsent(env[variable]);
  const file = emptyAsAbsent(env[`${variable}_FILE`]);
  if (value !== undefined || file === undefined) return { variable, value };
  try {
    return { variable, value: emptyAsAbsent(readFileSync(file, "utf8").trim()) };
  } catch {
    return { variable, fault: `cannot be read from the file that ${variable}_FILE names` };
  }
}

function emptyAsAbsent(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}

function describeIssue(issue: z.core.$ZodIssue, values: ReadonlyMap<string, unknown>): SettingsFault {
  const variable = issue.path.length === 0 ? "settings" : issue.path.join(".");
  const isMissing = values.has(variable) && values.get(variable) === undefined;
  return { variable, fault: isMissing ? "is missing" : issue.message };
}

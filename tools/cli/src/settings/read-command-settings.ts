import { type Environment, readSettings } from "@compose-pay/runtime";
import type { z } from "zod";
import type { CommandContext } from "../command-context.ts";
import { readStackFile } from "./stack-file.ts";

/**
 * The settings that a schema names, from the environment and, for variables that are missing there, from
 * the stack that runs beside.
 *
 * @throws SettingsError with all faults
 */
export function readCommandSettings<Shape extends z.ZodRawShape>(
  context: CommandContext,
  schema: z.ZodObject<Shape>,
): z.output<z.ZodObject<Shape>> {
  const found = Object.keys(schema.shape).map((variable) => findVariable(variable, context));
  for (const { variable, origin } of found) context.note(`${variable}: ${origin}`);
  return readSettings(schema, Object.fromEntries(found.flatMap(({ given }) => given)));
}

/** What holds for one database only. */
const ofItsDatabase: ReadonlySet<string> = new Set([
  "MASTER_KEY",
  "WEBHOOK_ALLOWED_CIDRS",
  "WEBHOOK_ALLOWED_PORTS",
  "CHANNEL_ALLOWED_HOSTS",
]);

interface FoundVariable {
  readonly variable: string;
  readonly origin: string;
  readonly given: readonly (readonly [string, string])[];
}

function findVariable(variable: string, { env, stackFile }: CommandContext): FoundVariable {
  const value = env[variable];
  if (isGiven(value)) return { variable, origin: "from the environment", given: [[variable, value]] };
  const file = env[`${variable}_FILE`];
  if (isGiven(file)) {
    return {
      variable,
      origin: `from the file that ${variable}_FILE names`,
      given: [[`${variable}_FILE`, file]],
    };
  }
  const stack = readStackFile(stackFile);
  const stackValue = stack?.[variable];
  if (!isGiven(stackValue)) return { variable, origin: "not set", given: [] };
  if (ofItsDatabase.has(variable) && !isSameDatabase(env, stack)) {
    return { variable, origin: `not set (${stackFile} is of another database)`, given: [] };
  }
  return { variable, origin: `from ${stackFile}`, given: [[variable, stackValue]] };
}

/**
 * What was sealed in one database with the key of another could not be opened by its services, and what may be
 * called on a developer's machine must not be called from elsewhere.
 */
function isSameDatabase(env: Environment, stack: Environment | null): boolean {
  const url = env["DATABASE_URL"];
  return isGiven(url) ? url === stack?.["DATABASE_URL"] : !isGiven(env["DATABASE_URL_FILE"]);
}

function isGiven(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}

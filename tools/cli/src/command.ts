import { z } from "zod";
import type { CommandContext } from "./command-context.ts";
import type { CommandResult, ParameterFault } from "./command-result.ts";

/** One option or argument of a command. */
export interface Parameter<Value = unknown> {
  /** `--name <text>` for a value, `--live` for a switch, `<id>` for an argument. */
  readonly usage: string;
  readonly help: string;
  /** Reads what was written; `undefined` when nothing was. */
  readonly schema: z.ZodType<Value>;
}

type Parameters = Readonly<Record<string, Parameter>>;

type InputOf<Given extends Parameters> = {
  readonly [Name in keyof Given]: Given[Name] extends Parameter<infer Value> ? Value : never;
};

interface CommandDefinition<Given extends Parameters> {
  /** The words that call it, such as `merchant create`. */
  readonly words: string;
  readonly summary: string;
  readonly parameters: Given;
  run(context: CommandContext, input: InputOf<Given>): Promise<CommandResult>;
}

/** A command that reads its own parameters. */
export interface Command extends Omit<CommandDefinition<Parameters>, "run"> {
  /** @param written by name of the parameter, as the command line had it */
  run(context: CommandContext, written: Readonly<Record<string, unknown>>): Promise<CommandResult>;
}

/** All faults of a call are answered together, each with its parameter. */
export function defineCommand<Given extends Parameters>(definition: CommandDefinition<Given>): Command {
  const { parameters } = definition;
  const input = z.object(
    Object.fromEntries(Object.entries(parameters).map(([name, { schema }]) => [name, schema])),
  );
  return {
    ...definition,
    run: async (context, written) => {
      const parsed = input.safeParse(written);
      if (!parsed.success) return { kind: "usage", faults: faultsOf(parsed.error, parameters, written) };
      // because the schema of each member is the one that InputOf reads its type from
      return definition.run(context, parsed.data as InputOf<Given>);
    },
  };
}

function faultsOf(
  error: z.ZodError,
  parameters: Parameters,
  written: Readonly<Record<string, unknown>>,
): readonly ParameterFault[] {
  return error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const usage = parameters[name]?.usage ?? name;
    return {
      parameter: usage.startsWith("--") ? (usage.split(" ")[0] ?? usage) : usage,
      message: written[name] === undefined ? "is missing" : issue.message,
    };
  });
}

import type { CommandContext } from "./command-context.ts";
import { commands } from "./commands.ts";
import { describeFailure } from "./describe-failure.ts";
import { parseCommandLine } from "./parse-command-line.ts";
import { type ExitCode, printResult } from "./print-result.ts";

export interface CliWorld extends Omit<CommandContext, "note"> {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** @param args what follows the program's name */
export async function runCli(args: readonly string[], world: CliWorld): Promise<ExitCode> {
  // Looked for before the command line is read, because its faults are answered in the same form.
  const isJson = args.includes("--json");
  const isVerbose = args.includes("--verbose");
  const printer = { isJson, out: world.out, err: world.err };
  const parsed = parseCommandLine(commands, args, world.out);
  switch (parsed.kind) {
    case "helped":
      return 0;
    case "lost": {
      const fault = { parameter: null, message: "a command is missing" };
      if (isJson) return printResult({ kind: "usage", faults: [fault] }, printer);
      world.err(parsed.help);
      return 2;
    }
    case "usage":
      return printResult(parsed, printer);
    case "call": {
      const note = (line: string) => (isVerbose ? world.err(`${line}\n`) : undefined);
      const { command, written } = parsed.call;
      const running = command.run({ ...world, note }, written);
      return printResult(await running.catch(describeFailure), printer);
    }
  }
}

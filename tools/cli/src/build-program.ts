import { Command as Program, Option } from "commander";
import type { Command, Parameter } from "./command.ts";

/** What a command line asks for. */
export interface Call {
  readonly command: Command;
  /** What the command line had for the command's parameters, by their names. */
  readonly written: Readonly<Record<string, unknown>>;
}

export interface ProgramOutput {
  readonly out: (text: string) => void;
  /** Gets the help in place of a command that was left out. Faults are thrown as CommanderError only. */
  readonly err: (text: string) => void;
}

const groupSummaries: Readonly<Record<string, string>> = {
  account: "channel accounts: credentials at WeChat Pay and Alipay",
  app: "apps: what a merchant calls the API with",
  bill: "bills: what channels say that happened on a day",
  breaker: "circuits: what keeps a failing channel account from being everybody's trouble",
  contract: "contracts: which methods an app may use, within which limits",
  "dead-letters": "messages that no service could handle",
  delivery: "deliveries: one event to one place",
  discrepancy: "discrepancies: what a channel says otherwise, and what was decided on it",
  endpoint: "webhook endpoints of an app",
  event: "events: what merchants were told",
  "ip-rule": "addresses that may call as an app",
  jobs: "jobs: what is done at its time by itself",
  key: "API keys of an app",
  merchant: "merchants",
  notification: "notifications: what channels posted",
  payment: "payments: what is written down about them",
  refund: "refunds: what is on its way back, and what an operator must settle",
  route: "routes: which account serves an app's method",
  target: "targets: what deliveries wait in line for",
};

/** The command line as commander reads it. Values are handed on as text: commands read them. */
export function buildProgram(
  commands: readonly Command[],
  output: ProgramOutput,
  onCall: (call: Call) => void,
): Program {
  const program = new Program("npm run cli --")
    .description("Sets up and looks after a compose-pay installation.")
    .option("--json", "print one JSON document (with npm: npm run --silent cli -- …)")
    .option("--verbose", "say on standard error where settings come from")
    .exitOverride()
    .configureOutput({ writeOut: output.out, writeErr: output.err, outputError: () => {} });
  for (const command of commands) {
    const [first = "", second] = command.words.split(" ");
    const parent = second === undefined ? program : groupOf(program, first);
    addCommand(parent.command(second ?? first), command, onCall);
  }
  return program;
}

function groupOf(program: Program, name: string): Program {
  const existing = program.commands.find((group) => group.name() === name);
  return existing ?? program.command(name).description(groupSummaries[name] ?? name);
}

function addCommand(target: Program, command: Command, onCall: (call: Call) => void): void {
  target.description(command.summary);
  const readers = Object.entries(command.parameters).map(([name, parameter]) => {
    const read = addParameter(target, parameter);
    return () => [name, read()] as const;
  });
  target.action(() => onCall({ command, written: Object.fromEntries(readers.map((read) => read())) }));
}

/** @returns what reads the parameter's value once the command line is parsed */
function addParameter(target: Program, { usage, help }: Parameter): () => unknown {
  if (!usage.startsWith("--")) {
    const index = target.registeredArguments.length;
    target.argument(usage, help);
    return () => target.args[index];
  }
  const option = new Option(usage, help);
  target.addOption(option);
  return (): unknown => target.getOptionValue(option.attributeName());
}

import { CommanderError } from "commander";
import { buildProgram, type Call } from "./build-program.ts";
import type { Command } from "./command.ts";
import type { CommandResult } from "./command-result.ts";

export type ParsedCommandLine =
  | { readonly kind: "call"; readonly call: Call }
  /** Help was asked for and is written. */
  | { readonly kind: "helped" }
  /** No command was named; this help names those there are. */
  | { readonly kind: "lost"; readonly help: string }
  | Extract<CommandResult, { kind: "usage" }>;

/** @param args what follows the program's name */
export function parseCommandLine(
  commands: readonly Command[],
  args: readonly string[],
  out: (text: string) => void,
): ParsedCommandLine {
  const calls: Call[] = [];
  const help: string[] = [];
  const output = { out, err: (text: string) => help.push(text) };
  try {
    buildProgram(commands, output, (call) => calls.push(call)).parse(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return parsedFrom(error, help.join(""));
    throw error;
  }
  const [call] = calls;
  if (call === undefined) throw new Error("commander ran no command and reported no fault");
  return { kind: "call", call };
}

function parsedFrom(error: CommanderError, help: string): ParsedCommandLine {
  if (error.code === "commander.helpDisplayed") return { kind: "helped" };
  if (error.code === "commander.help") return { kind: "lost", help };
  const message = error.message.replace(/^error: /, "").replaceAll(/\s+/g, " ");
  return { kind: "usage", faults: [{ parameter: null, message }] };
}

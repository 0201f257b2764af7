/** What `--json` prints: one object, its members in snake_case. */
export type JsonDocument = Readonly<Record<string, unknown>>;

export interface ParameterFault {
  /** As people write it: `--name`, `<id>`; null for the command line as a whole. */
  readonly parameter: string | null;
  readonly message: string;
}

/**
 * How a command ends.
 *
 * - `done`: exit code 0. `broken`: it did its work and what it looked at is broken; exit code 1.
 * - `failed`: it could not do its work, or was refused; exit code 1.
 * - `usage`: it was called wrongly and did nothing; exit code 2.
 */
export type CommandResult =
  | { readonly kind: "done" | "broken"; readonly document: JsonDocument; readonly text: string }
  | CommandFailure
  | { readonly kind: "usage"; readonly faults: readonly ParameterFault[] };

export interface CommandFailure {
  readonly kind: "failed";
  /** For programs: lower case, words joined by `_`. */
  readonly code: string;
  /** For people: one sentence, without a secret. */
  readonly message: string;
}

export function done(document: JsonDocument, text: string): CommandResult {
  return { kind: "done", document, text };
}

export function failed(code: string, message: string): CommandFailure {
  return { kind: "failed", code, message };
}

export function usage(parameter: string, message: string): CommandResult {
  return { kind: "usage", faults: [{ parameter, message }] };
}

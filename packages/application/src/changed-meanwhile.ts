import { sha256Of } from "./sha256-of.ts";

/**
 * What a person has seen of an object, in one word: of what they can change of it, and of nothing else, so that work
 * which goes on beside them makes no form old. It is a hash and neither a time nor a count: not every table has one, and
 * two changes in one millisecond have the same time.
 */
export function versionOf(content: Readonly<Record<string, unknown>>): string {
  const members = Object.entries(content).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return sha256Of(JSON.stringify(members)).slice(0, 32);
}

/** The version that a change is meant for; null: there was nothing yet. Left out, whatever stands there is changed. */
export interface SeenVersion {
  readonly expectedVersion?: string | null | undefined;
}

/**
 * Somebody else has changed what a form was filled in for. It is thrown and no outcome, so that its transaction is undone
 * as a whole, and so that those who name no version have nothing to handle.
 */
export class ChangedMeanwhile extends Error {
  override readonly name = "ChangedMeanwhile";
  /** What the audit calls it. */
  readonly subject: string;
  /** The one of now; null when it is gone. */
  readonly version: string | null;

  constructor(subject: string, version: string | null) {
    super(`${subject} was changed meanwhile`);
    this.subject = subject;
    this.version = version;
  }
}

/**
 * Holds what was seen against what stands there, which the transaction must have locked.
 *
 * @throws ChangedMeanwhile
 */
export function holdAgainst(
  { expectedVersion }: SeenVersion,
  stored: { readonly subject: string; readonly version: string | null },
): void {
  if (expectedVersion !== undefined && expectedVersion !== stored.version)
    throw new ChangedMeanwhile(stored.subject, stored.version);
}

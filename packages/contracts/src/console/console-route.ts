import { z } from "zod";
import type { Permission } from "./permission.ts";

/**
 * What a call of the console's API is for: `read` answers `GET /api/<name>`, its input being the query string; `act`
 * changes something: `POST /api/<name>`, its input being JSON, and every one is in the audit; `upload` acts like it, its
 * input being the query string and its body a file (`application/octet-stream`); `download` is a GET whose answer is a
 * file, and is in the audit too; `events` is a GET whose answer goes on for as long as somebody listens
 * (`text/event-stream`), each datum being one answer.
 */
export type ConsoleRouteKind = "read" | "act" | "upload" | "download" | "events";

/** Who may call: everybody, whoever is signed in, or who has the permission. */
export type ConsoleAccess = "anyone" | "signed_in" | Permission;

/** Names a type of an answer, which is never read: only code of ours makes answers. */
export interface AnswerShape<Answer> {
  readonly answer?: Answer;
}

export interface ConsoleRoute<Input = unknown, Answer = unknown> {
  readonly kind: ConsoleRouteKind;
  readonly access: ConsoleAccess;
  readonly input: z.ZodType<Input>;
  readonly answer: AnswerShape<Answer>;
  /** The second factor must have been given within the last minutes. */
  readonly needsStepUp?: true;
  /** Members of the input that no log and no audit entry may hold. */
  readonly secrets?: readonly string[];
  /** What the audit may hold of them instead, such as the last digits of a card. */
  toldOfSecrets?(input: Input): Readonly<Record<string, unknown>>;
  /** The member of the input that names what it is about, for the audit. */
  readonly subject?: string;
}

/** Whether a call changes something: it comes by POST, from the console's own page, and is in the audit. */
export function isActing({ kind }: Pick<ConsoleRoute, "kind">): boolean {
  return kind === "act" || kind === "upload";
}

/** Whether calls of a route are in the audit: what changes something, and what takes a file out of the house. */
export function isInAudit({ kind }: Pick<ConsoleRoute, "kind">): boolean {
  return isActing({ kind }) || kind === "download";
}

export function answerOf<Answer>(): AnswerShape<Answer> {
  return {};
}

/** The input of what takes none. */
export const noInput = z.strictObject({});

import type {
  ConsoleAnswer,
  ConsoleParsed,
  ConsoleRouteName,
  consoleRoutes,
  Fault,
  ProblemCode,
} from "@compose-pay/contracts";
import type { AnswerHeaders } from "@compose-pay/http";
import type { CurrentSession } from "../access/current-session.ts";

/** Where a call comes from. */
export interface CallOrigin {
  readonly address: string;
  readonly userAgent: string;
  /** Also the trace id of all that follows. */
  readonly requestId: string;
}

/** What is known of a file without looking into it. */
export interface FileFacts {
  readonly bytes: number;
  /** In lower-case hex. */
  readonly sha256: string;
}

/** The body of an `upload`, which is there while its handler works. */
export interface ReceivedFile extends FileFacts {
  readonly path: string;
}

/** A call that was let in, its input parsed. */
export interface ConsoleCall<Name extends ConsoleRouteName = ConsoleRouteName> {
  readonly input: ConsoleParsed<Name>;
  readonly session: SessionOf<Name>;
  readonly origin: CallOrigin;
  readonly file: FileOf<Name>;
}

type FileOf<Name extends ConsoleRouteName> = (typeof consoleRoutes)[Name]["kind"] extends "upload"
  ? ReceivedFile
  : null;

/** Nobody is signed in where anyone may call. */
type SessionOf<Name extends ConsoleRouteName> = (typeof consoleRoutes)[Name]["access"] extends "anyone"
  ? CurrentSession | null
  : CurrentSession;

/** What the audit holds of an act beside its input; never a secret. */
export interface AuditNote {
  /** Where the input does not name what it is about. */
  readonly subject?: string;
  readonly before?: unknown;
  readonly after?: unknown;
  /** What was uploaded. */
  readonly file?: FileFacts;
  /** It was begun, and it is not known of all of it whether it was done. */
  readonly isUnknown?: boolean;
  /** Who acted, where nobody was signed in before. */
  readonly operator?: { readonly id: string; readonly email: string };
}

export type Outcome<Answer> = Done<Answer> | FileAnswer | Refused;

export interface Done<Answer> {
  readonly kind: "done";
  readonly answer: Answer;
  readonly audit: AuditNote;
  readonly headers: AnswerHeaders;
}

/** The answer of a `download` or an `events` route. */
export interface FileAnswer {
  readonly kind: "file";
  readonly contentType: string;
  /** Null where it shows at the end only. */
  readonly bytes: number | null;
  readonly pieces: AsyncIterable<string | Uint8Array>;
  readonly headers: AnswerHeaders;
}

export interface Refused {
  readonly kind: "refused";
  readonly code: ProblemCode;
  /** For people; never repeats what was sent. */
  readonly detail: string;
  readonly errors?: readonly Fault[];
  readonly headers?: AnswerHeaders;
  /** What was uploaded, for the audit. */
  readonly file?: FileFacts;
}

export type Handler<Name extends ConsoleRouteName> = (
  call: ConsoleCall<Name>,
) => Promise<Outcome<ConsoleAnswer<Name>>>;

/** One for every route of the contract: a route without one does not compile. */
export type Handlers = { readonly [Name in ConsoleRouteName]: Handler<Name> };

/** The handlers of some routes, such as those of one area. */
export type HandlersOf<Routes extends Readonly<Record<string, unknown>>> = Pick<
  Handlers,
  Extract<keyof Routes, ConsoleRouteName>
>;

/**
 * What was asked for is done. @param audit what the audit keeps of an act beside its input, never a secret; a read keeps none
 */
export function done<Answer>(
  answer: Answer,
  audit: AuditNote = {},
  headers: AnswerHeaders = {},
): Done<Answer> {
  return { kind: "done", answer, audit, headers };
}

/** An expected refusal. @param detail for people; never repeats what was sent */
export function refused(code: ProblemCode, detail: string): Refused {
  return { kind: "refused", code, detail };
}

/** Refuses one field of the input. @param path of the field, @param message follows its name: "must be …" */
export function refusedInput(path: string, message: string): Refused {
  return {
    kind: "refused",
    code: "invalid_request",
    detail: "the request breaks the rules in errors",
    errors: [{ path, message }],
  };
}

/** @param what the kind of thing: "payment" */
export function noSuch(what: string): Refused {
  return refused("not_found", `there is no such ${what}`);
}

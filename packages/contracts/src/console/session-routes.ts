import { z } from "zod";
import { text } from "../api/text.ts";
import { answerOf, noInput } from "./console-route.ts";
import type { ConsoleRoute } from "./console-route.ts";
import { idOf } from "./console-input.ts";
import { page, type Page } from "./console-input.ts";
import type { SessionView } from "./operator-routes.ts";
import type { Permission } from "./permission.ts";

/** Who is signed in, and what the page needs to know of them. */
export interface SignedInOperator {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** An IANA name; times are shown in it. */
  readonly time_zone: string;
  readonly permissions: readonly Permission[];
}

export interface SessionState {
  readonly operator: SignedInOperator;
  /** Goes back with every act, in `X-CSRF-Token`. */
  readonly csrf_token: string;
  /** What has to be done before anything else; null when nothing has. */
  readonly set_up: "password" | "second_factor" | null;
  readonly has_second_factor: boolean;
  /** Until then nothing asks for the second factor again; null when it has to be given first. */
  readonly stepped_up_until: string | null;
  /** When the session ends, whatever happens. */
  readonly expires_at: string;
}

export interface OwnSession extends SessionView {
  /** The one that asks. */
  readonly is_this_one: boolean;
}

/** What is typed is no longer than any hash needs. */
const password = z.string().min(1, "must not be empty").max(256, "must be at most 256 characters");
const newPassword = z
  .string()
  .min(12, "must be at least 12 characters")
  .max(256, "must be at most 256 characters");
const code = z
  .string()
  .trim()
  .regex(/^\d{6}$/, "must be 6 digits");

export const sessionRoutes = {
  "session.sign_in": {
    kind: "act",
    access: "anyone",
    input: z.strictObject({
      email: z
        .string()
        .trim()
        .toLowerCase()
        .pipe(text({ min: 1, max: 254, isPlain: true })),
      password,
      code: code.optional(),
    }),
    secrets: ["password", "code"],
    answer: answerOf<SessionState>(),
  },
  "session.show": { kind: "read", access: "signed_in", input: noInput, answer: answerOf<SessionState>() },
  "session.sign_out": { kind: "act", access: "signed_in", input: noInput, answer: answerOf<null>() },
  /** Gives the second factor again, before what moves money. */
  "session.step_up": {
    kind: "act",
    access: "signed_in",
    input: z.strictObject({ code }),
    secrets: ["code"],
    answer: answerOf<SessionState>(),
  },
  "session.change_password": {
    kind: "act",
    access: "signed_in",
    input: z.strictObject({ password, new_password: newPassword }),
    secrets: ["password", "new_password"],
    answer: answerOf<SessionState>(),
  },
  /** Makes a secret for an authenticator app, which holds from its first code on. */
  "session.begin_second_factor": {
    kind: "act",
    access: "signed_in",
    input: z.strictObject({ password }),
    secrets: ["password"],
    answer: answerOf<{
      /** In base32, to be typed where no picture can be read. */
      readonly secret: string;
      /** `otpauth://…`, to be shown as a QR code. */
      readonly uri: string;
    }>(),
  },
  "session.confirm_second_factor": {
    kind: "act",
    access: "signed_in",
    input: z.strictObject({ code }),
    secrets: ["code"],
    answer: answerOf<SessionState>(),
  },
  "session.change_time_zone": {
    kind: "act",
    access: "signed_in",
    input: z.strictObject({
      time_zone: z.string().refine(isTimeZone, "must be the name of a time zone, such as Asia/Shanghai"),
    }),
    answer: answerOf<SessionState>(),
  },
  "session.list": {
    kind: "read",
    access: "signed_in",
    input: z.strictObject(page),
    answer: answerOf<Page<OwnSession>>(),
  },
  "session.revoke": {
    kind: "act",
    access: "signed_in",
    input: z.strictObject({ id: idOf("ses") }),
    subject: "id",
    answer: answerOf<null>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;

/** Browsers know some zones under other names than the server lists, and `UTC` is in no list: what counts is that it works. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+/-]{0,63}$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

import { type ChannelName, channelNames } from "@compose-pay/domain";
import { z } from "zod";
import { idOf, lineOf, page, type Page, seenVersion, type Versioned } from "./console-input.ts";
import { answerOf, type ConsoleRoute, noInput } from "./console-route.ts";

/** One set of credentials at a channel (通道账户). */
export interface AccountView extends Versioned {
  readonly id: string;
  readonly channel: ChannelName;
  readonly name: string;
  readonly live: boolean;
  readonly enabled: boolean;
  readonly base_url: string | null;
  /** Where its channel posts notifications, below the public address; null where none come. */
  readonly notification_path: string | null;
  /** How it was given; null when its credentials do not open with the master key of now. */
  readonly mode: string | null;
  /** When the first certificate ends without which it cannot go on; null where none does. */
  readonly certificates_end: string | null;
  readonly certificates: ExpiryLevel;
  readonly created_at: string;
  readonly updated_at: string;
}

/** `well` where nothing ends, or not soon. */
export type ExpiryLevel = "well" | "soon" | "expired";

export interface AccountSecretView {
  readonly name: string;
  readonly is_set: boolean;
  /** Null when it is not set, or it is not known. */
  readonly changed_at: string | null;
}

/** An account with what is public of its credentials. */
export interface AccountDetail extends AccountView {
  readonly values: Readonly<Record<string, string | readonly string[]>>;
  readonly secrets: readonly AccountSecretView[];
}

export interface AccountCertificateView {
  /** The credential that it stands in; null for one that was fetched from the channel. */
  readonly field: string | null;
  /** The merchant's own, or the channel's. */
  readonly of: "own" | "channel";
  readonly serial: string;
  readonly effective_at: string;
  readonly expires_at: string;
  readonly level: ExpiryLevel;
  /** Null for one that stands in the account. */
  readonly fetched_at: string | null;
}

export interface AccountCertificates {
  readonly certificates: readonly AccountCertificateView[];
  /** When they are fetched again; null for an account that has none to fetch. */
  readonly fetch_due_at: string | null;
}

/** One credential as it is asked for; what it means stands in the page's words. */
export interface AccountFieldView {
  readonly name: string;
  readonly required: boolean;
  /** Written and never read: left empty, the stored one stays. */
  readonly secret: boolean;
  /** `text` has several lines, `texts` is several of them. */
  readonly input: "line" | "text" | "texts" | "choice";
  /** Of a `choice`; the first holds where nothing is chosen. */
  readonly choices: readonly string[];
}

export interface AccountFormView {
  readonly channel: ChannelName;
  /** The channel's own address; null for a channel that has none. */
  readonly base_url: string | null;
  readonly modes: readonly { readonly name: string; readonly fields: readonly AccountFieldView[] }[];
}

/** What a look at the account has found. */
export interface AccountCheckView {
  readonly well: boolean;
  readonly findings: readonly {
    readonly subject: string;
    readonly level: "well" | "warning" | "failed";
    readonly detail: string;
  }[];
}

const accountId = idOf("acc");
const mostTextLength = 20_000;
const credential = z.string().max(mostTextLength, `must be at most ${mostTextLength} characters`);

export const accountRoutes = {
  "accounts.list": {
    kind: "read",
    access: "accounts.read",
    input: z.strictObject(page),
    answer: answerOf<Page<AccountView>>(),
  },
  "accounts.show": {
    kind: "read",
    access: "accounts.read",
    input: z.strictObject({ id: accountId }),
    answer: answerOf<AccountDetail>(),
  },
  "accounts.certificates": {
    kind: "read",
    access: "accounts.read",
    input: z.strictObject({ id: accountId }),
    answer: answerOf<AccountCertificates>(),
  },
  /** What each channel asks for. */
  "accounts.form": {
    kind: "read",
    access: "accounts.read",
    input: noInput,
    answer: answerOf<{ readonly channels: readonly AccountFormView[] }>(),
  },
  /** Creates an account, or changes the one of `id` as a whole but for secrets that are left empty. */
  "accounts.put": {
    kind: "act",
    access: "accounts.manage",
    needsStepUp: true,
    input: z
      .strictObject({
        id: accountId.optional(),
        /** Of the account of `id`. */
        expected_version: seenVersion.optional(),
        channel: z.enum(channelNames),
        mode: z.string().min(1).max(32),
        name: lineOf(64),
        live: z.boolean(),
        enabled: z.boolean(),
        base_url: z.string().trim().max(256).nullable().default(null),
        credentials: z
          .record(
            z.string().regex(/^[a-z0-9_]{1,64}$/, "must be the name of a credential"),
            z.union([credential, z.array(credential).max(10)]),
          )
          .default({}),
      })
      .refine((form) => (form.id === undefined) === (form.expected_version === undefined), {
        path: ["expected_version"],
        message: "must be there with an id, and only then",
      }),
    secrets: ["credentials"],
    subject: "name",
    answer: answerOf<AccountDetail>(),
  },
  /** Asks the channel for something that changes nothing there. */
  "accounts.check": {
    kind: "act",
    access: "accounts.act",
    input: z.strictObject({ id: accountId }),
    subject: "id",
    answer: answerOf<AccountCheckView>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;

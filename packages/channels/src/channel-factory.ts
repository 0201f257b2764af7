import type { Channel } from "./channel.ts";
import type { ChannelEnvironment } from "./channel-environment.ts";
import type { CredentialForm } from "./credential-form.ts";

/** What a channel's folder offers to the register: reading the channel's own part of an account file. */
export interface ChannelFactory {
  /** The credentials that name the account at the channel; with others its orders would not be found. */
  readonly identityFields: readonly string[];
  /** How people are asked for the credentials. */
  readonly form: CredentialForm;
  prepare(part: AccountPart): Preparation;
}

export interface AccountPart {
  readonly baseUrl: URL | null;
  readonly live: boolean;
  readonly credentials: unknown;
}

type Preparation =
  | { readonly kind: "ready"; open(environment: ChannelEnvironment): Channel }
  | { readonly kind: "invalid"; readonly faults: readonly AccountFault[] };

/** What is wrong with a field, in words that never contain what stands in it. */
export interface AccountFault {
  /** `credentials.private_key` */
  readonly field: string;
  readonly message: string;
}

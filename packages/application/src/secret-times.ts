import { credentialFieldsOfChannel, isGiven } from "@compose-pay/channels";
import type { AccountFile, ChannelAccountInput } from "./stored-account.ts";

/** When each secret was given last, by its name; RFC 3339. */
type SecretTimes = Readonly<Record<string, string>>;

/**
 * The times of an account's secrets after it was put: one that is another now was changed `at`, one that is the same
 * keeps its time.
 *
 * @param before.file null where none can be read: every secret counts as given anew
 */
export function secretTimes(
  { channel, credentials }: ChannelAccountInput,
  before: { readonly file: AccountFile | null; readonly times: SecretTimes | null; readonly at: Date },
): SecretTimes {
  const secrets = credentialFieldsOfChannel(channel).filter(({ isSecret }) => isSecret);
  return Object.fromEntries(
    secrets.flatMap(({ name }) => {
      if (!isGiven(credentials[name])) return [];
      const isSame = before.file !== null && before.file.credentials[name] === credentials[name];
      const time = isSame ? before.times?.[name] : before.at.toISOString();
      return time === undefined ? [] : [[name, time]];
    }),
  );
}

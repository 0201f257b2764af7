import type { AccountDetail, AccountFieldView, AccountFormView, ConsoleInput } from "@compose-pay/contracts";

/** An account as it is being filled in. */
export interface AccountValues {
  readonly channel: AccountFormView["channel"];
  readonly mode: string;
  readonly name: string;
  readonly live: boolean;
  readonly enabled: boolean;
  readonly baseUrl: string;
  /** As typed; several texts stand one below the other. */
  readonly credentials: Readonly<Record<string, string>>;
}

/** @param account the one that is changed; null for a new one */
export function accountValues(
  account: AccountDetail | null,
  forms: readonly AccountFormView[],
): AccountValues {
  if (account === null) return newAccount(forms[0]);
  const credentials = Object.entries(account.values).map(([name, value]) => [
    name,
    typeof value === "string" ? value : value.join("\n"),
  ]);
  const form = formOf(forms, account.channel);
  return {
    channel: account.channel,
    mode: account.mode ?? form?.modes[0]?.name ?? "",
    name: account.name,
    live: account.live,
    enabled: account.enabled,
    baseUrl: account.base_url ?? "",
    credentials: Object.fromEntries(credentials) as AccountValues["credentials"],
  };
}

function newAccount(form: AccountFormView | undefined): AccountValues {
  return {
    channel: form?.channel ?? "wechat",
    mode: form?.modes[0]?.name ?? "",
    name: "",
    live: false,
    enabled: true,
    baseUrl: form?.base_url ?? "",
    credentials: {},
  };
}

export function formOf(
  forms: readonly AccountFormView[],
  channel: AccountFormView["channel"],
): AccountFormView | undefined {
  return forms.find((form) => form.channel === channel);
}

export function fieldsOf(
  forms: readonly AccountFormView[],
  { channel, mode }: Pick<AccountValues, "channel" | "mode">,
): readonly AccountFieldView[] {
  return formOf(forms, channel)?.modes.find(({ name }) => name === mode)?.fields ?? [];
}

/**
 * What is sent: the fields of the mode alone, without those that are empty.
 *
 * @param seen the account that is changed; null for a new one
 */
export function accountInput(
  values: AccountValues,
  fields: readonly AccountFieldView[],
  seen: Pick<AccountDetail, "id" | "version"> | null,
): ConsoleInput<"accounts.put"> {
  const { channel, mode, name, live, enabled } = values;
  const given = fields.flatMap((field) => {
    const typed = (values.credentials[field.name] ?? "").trim();
    return typed === "" ? [] : [[field.name, field.input === "texts" ? pemsOf(typed) : typed] as const];
  });
  const baseUrl = values.baseUrl.trim();
  return {
    ...(seen === null ? {} : { id: seen.id, expected_version: seen.version }),
    channel,
    mode,
    name: name.trim(),
    live,
    enabled,
    base_url: baseUrl === "" ? null : baseUrl,
    credentials: Object.fromEntries(given),
  };
}

/** The PEM texts of a text; all of it as one where there is none, so that the API says what is wrong with it. */
function pemsOf(text: string): string[] {
  const pems = text.match(/-----BEGIN [A-Z ]+-----[^-]*-----END [A-Z ]+-----/g);
  return pems ?? [text];
}

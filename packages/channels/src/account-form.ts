import type { ChannelName } from "@compose-pay/domain";

import { channelFactories } from "./channel-factories.ts";
import type { CredentialField, CredentialForm } from "./credential-form.ts";

/** What an account of this channel asks for. */
export function credentialFormOf(channel: ChannelName): CredentialForm {
  return channelFactories[channel].form;
}

/** Every credential of a channel that people give, in whichever mode. */
export function credentialFieldsOfChannel(channel: ChannelName): readonly CredentialField[] {
  const fields = credentialFormOf(channel).modes.flatMap((mode) => mode.fields);
  return [...new Map(fields.map((field) => [field.name, field])).values()];
}

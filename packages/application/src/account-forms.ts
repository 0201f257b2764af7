import { type CredentialForm, credentialFormOf } from "@compose-pay/channels";
import { type ChannelName, channelNames } from "@compose-pay/domain";

export interface AccountFormOf {
  readonly channel: ChannelName;
  readonly form: CredentialForm;
}

/** What an account of each channel asks for. */
export function accountForms(): readonly AccountFormOf[] {
  return channelNames.map((channel) => ({ channel, form: credentialFormOf(channel) }));
}

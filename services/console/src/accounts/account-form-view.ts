import type { AccountFormOf } from "@compose-pay/application";
import type { AccountFormView } from "@compose-pay/contracts";

export function formView({ channel, form }: AccountFormOf): AccountFormView {
  return {
    channel,
    base_url: form.baseUrl,
    modes: form.modes.map(({ name, fields }) => ({
      name,
      fields: fields.map((field) => ({
        name: field.name,
        required: field.isRequired,
        secret: field.isSecret,
        input: field.input,
        choices: field.choices,
      })),
    })),
  };
}

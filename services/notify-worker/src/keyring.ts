import { sealedIn, type AppRow, type SealedColumn, type WebhookEndpointRow } from "@compose-pay/database";
import { type Logger, type SecretBox, SecretBoxError } from "@compose-pay/runtime";
import { parseSigningKey, type SigningKey } from "@compose-pay/webhooks";

/** Opens the secrets that sign webhooks; nothing of them is written anywhere. */
export interface Keyring {
  /** What signs at that moment, the newest first; null when the present secret does not open. */
  keysOfEndpoint(endpoint: WebhookEndpointRow, at: Date): readonly SigningKey[] | null;
  /** The same for what goes to the own addresses of an app's payments and refunds. */
  keysOfApp(app: AppRow, at: Date): readonly SigningKey[] | null;
}

/** Kept opened, by their envelopes. */
const mostKeys = 5_000;

export function createKeyring(deps: { readonly secretBox: SecretBox; readonly logger: Logger }): Keyring {
  const opened = new Map<string, SigningKey | null>();
  const open = (column: SealedColumn, id: string, envelope: string | null): readonly SigningKey[] => {
    if (envelope === null) return [];
    // An envelope of a row opens for that row only, so the row is part of the name.
    const name = `${column} ${id} ${envelope}`;
    const key = opened.get(name) ?? openKey(deps, { column, id, envelope });
    if (opened.size >= mostKeys) opened.clear();
    // One that does not open is tried again: its master key may come back.
    if (key !== null) opened.set(name, key);
    return key === null ? [] : [key];
  };
  return {
    keysOfEndpoint: (endpoint, at) => {
      const { id, previousUntil } = endpoint;
      const secret = open("webhook_endpoints.secret", id, endpoint.secret);
      const keys = [...secret, ...open("webhook_endpoints.signing_key", id, endpoint.signingKey)];
      if (secret.length === 0) return null;
      return signsUntil(previousUntil, at)
        ? [
            ...keys,
            ...open("webhook_endpoints.secret", id, endpoint.previousSecret),
            ...open("webhook_endpoints.signing_key", id, endpoint.previousSigningKey),
          ]
        : keys;
    },
    keysOfApp: ({ id, webhookSecret, previousWebhookSecret, previousWebhookSecretUntil }, at) => {
      const secret = open("apps.webhook_secret", id, webhookSecret);
      if (secret.length === 0) return null;
      return signsUntil(previousWebhookSecretUntil, at)
        ? [...secret, ...open("apps.webhook_secret", id, previousWebhookSecret)]
        : secret;
    },
  };
}

function signsUntil(until: Date | null, at: Date): boolean {
  return until !== null && at < until;
}

/** A secret that does not open stops its own target alone; the attempts there fail and say why. */
function openKey(
  { secretBox, logger }: { readonly secretBox: SecretBox; readonly logger: Logger },
  { column, id, envelope }: { readonly column: SealedColumn; readonly id: string; readonly envelope: string },
): SigningKey | null {
  try {
    const key = parseSigningKey(secretBox.open(envelope, sealedIn(column, id)));
    if (key === null) logger.error({ column, id }, "a signing secret is not one");
    return key;
  } catch (error) {
    if (!(error instanceof SecretBoxError)) throw error;
    logger.error({ error, column, id }, "a signing secret does not open");
    return null;
  }
}

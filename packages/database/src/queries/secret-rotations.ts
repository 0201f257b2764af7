import type { ResultSetHeader } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";

/*
 * The assignments of an UPDATE are made from left to right, each seeing those before it: MySQL says so of UPDATEs of
 * one table, and MariaDB does the same unless its sql_mode is changed. So what moves comes before what takes its place.
 */

/** Sealed envelopes that come in the place of those that sign now. */
export interface NewEndpointSecrets {
  readonly secret: string;
  /** Taken only where the endpoint signs `v1a`. */
  readonly signingKey: string;
  readonly publicKey: string;
  /** Until then those of before sign as well. */
  readonly previousUntil: Date;
}

const rotateEndpoint =
  "UPDATE webhook_endpoints SET previous_secret = secret, secret = ?, previous_signing_key = signing_key, " +
  "public_key = IF(signing_key IS NULL, NULL, ?), signing_key = IF(signing_key IS NULL, NULL, ?), " +
  "previous_until = ? WHERE id = ?";

/** Puts new secrets before the ones of now, which take the place of those before them. */
export async function rotateEndpointSecrets(
  connection: Connection,
  endpointId: string,
  { secret, signingKey, publicKey, previousUntil }: NewEndpointSecrets,
): Promise<void> {
  const values = [secret, publicKey, signingKey, previousUntil, endpointId];
  await clientOf(connection).query<ResultSetHeader>(rotateEndpoint, values);
}

const rotateApp =
  "UPDATE apps SET previous_webhook_secret = webhook_secret, webhook_secret = ?, " +
  "previous_webhook_secret_until = ? WHERE id = ?";

const ofThisRotation = " AND previous_webhook_secret_until <=> ?";

export interface NewAppSecret extends Pick<NewEndpointSecrets, "secret" | "previousUntil"> {
  /** The `previousUntil` that it has to have; any when left out. */
  readonly lastUntil?: Date | null;
}

/**
 * The same for the secret that signs what goes to own addresses.
 *
 * @returns false when there is no such app, or it has another `previousUntil`
 */
export async function rotateAppWebhookSecret(
  connection: Connection,
  appId: string,
  { secret, previousUntil, lastUntil }: NewAppSecret,
): Promise<boolean> {
  const [sql, more] = lastUntil === undefined ? [rotateApp, []] : [rotateApp + ofThisRotation, [lastUntil]];
  const values = [secret, previousUntil, appId, ...more];
  const [result] = await clientOf(connection).query<ResultSetHeader>(sql, values);
  return result.affectedRows === 1;
}

import { findApiKey, markApiKeyRevoked } from "@compose-pay/database";
import type { SetUpDependencies } from "./set-up-dependencies.ts";

export type ApiKeyRevoked =
  | { readonly kind: "revoked"; readonly keyId: string; readonly revokedAt: Date }
  | { readonly kind: "already_revoked"; readonly keyId: string; readonly revokedAt: Date }
  | { readonly kind: "key_unknown"; readonly keyId: string };

/** Revokes a key for good. The time of the first revocation stays. */
export async function revokeApiKey(
  deps: Pick<SetUpDependencies, "database" | "clock">,
  keyId: string,
): Promise<ApiKeyRevoked> {
  const { connection } = deps.database;
  const revokedAt = deps.clock.now();
  if (await markApiKeyRevoked(connection, keyId, revokedAt)) return { kind: "revoked", keyId, revokedAt };
  const key = await findApiKey(connection, keyId);
  return key === null || key.revokedAt === null
    ? { kind: "key_unknown", keyId }
    : { kind: "already_revoked", keyId, revokedAt: key.revokedAt };
}

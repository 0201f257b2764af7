/** The columns that hold sealed envelopes. */
export type SealedColumn =
  | "apps.webhook_secret"
  | "audit_head.chain_key"
  | "channel_accounts.credentials"
  | "operators.totp_secret"
  | "refund_requests.payout_key"
  | "sessions.new_totp_secret"
  | "webhook_endpoints.secret"
  | "webhook_endpoints.signing_key";

/**
 * What the envelope of a row is bound to: `boundTo` of a SecretBox, for those who seal and those who open.
 * An envelope that was moved to another row or column does not open.
 */
export function sealedIn(column: SealedColumn, rowId: string): string {
  return `${column}:${rowId}`;
}

import { type AccountDescription, accountVersion, notificationPath } from "@compose-pay/application";
import type { AccountCertificateView, AccountDetail, AccountView, ExpiryLevel } from "@compose-pay/contracts";
import type { ChannelAccountRow, ChannelCertificateRow } from "@compose-pay/database";

const dayMs = 86_400_000;

/** When the end of a certificate is worth a warning. */
export interface ExpiryWatch {
  readonly now: Date;
  readonly warningDays: number;
}

export function accountView(
  row: ChannelAccountRow,
  { mode, certificatesEnd: end }: AccountDescription,
  watch: ExpiryWatch,
): AccountView {
  return {
    id: row.id,
    version: accountVersion(row),
    channel: row.channel,
    name: row.name,
    live: row.live,
    enabled: row.enabled,
    base_url: row.baseUrl === "" ? null : row.baseUrl,
    // mock posts no notifications
    notification_path: row.channel === "mock" ? null : notificationPath(row),
    mode,
    certificates_end: end?.toISOString() ?? null,
    certificates: end === null ? "well" : expiryLevel(end, watch),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

export function accountDetail(
  row: ChannelAccountRow,
  description: AccountDescription,
  watch: ExpiryWatch,
): AccountDetail {
  return {
    ...accountView(row, description, watch),
    values: description.values,
    secrets: description.secrets.map(({ name, isSet, changedAt }) => ({
      name,
      is_set: isSet,
      changed_at: changedAt,
    })),
  };
}

export function certificateViews(
  { certificates }: AccountDescription,
  downloaded: readonly ChannelCertificateRow[],
  watch: ExpiryWatch,
): readonly AccountCertificateView[] {
  const given = certificates.map((one) => ({ ...one, fetched_at: null }));
  const fetched = downloaded.map((one) => ({
    ...one,
    field: null,
    of: "channel" as const,
    fetched_at: one.fetchedAt.toISOString(),
  }));
  return [...given, ...fetched].map((one) => ({
    field: one.field,
    of: one.of,
    serial: one.serial,
    effective_at: one.effectiveAt.toISOString(),
    expires_at: one.expiresAt.toISOString(),
    level: expiryLevel(one.expiresAt, watch),
    fetched_at: one.fetched_at,
  }));
}

function expiryLevel(expiresAt: Date, { now, warningDays }: ExpiryWatch): ExpiryLevel {
  const leftMs = expiresAt.getTime() - now.getTime();
  if (leftMs <= 0) return "expired";
  return leftMs < warningDays * dayMs ? "soon" : "well";
}

/**
 * Everything that one can be allowed in the console, one for each kind of thing and of act. They are code, because
 * code asks for them; which people have which is data (`roles`). What nobody was given is denied.
 */
export const permissions = [
  "dashboard.read",
  "payments.read",
  "payments.export",
  "payments.act",
  "refunds.read",
  "refunds.act",
  "refunds.create",
  "refunds.approve",
  "refunds.settle",
  "webhooks.read",
  "webhooks.act",
  "webhooks.manage",
  "notifications.read",
  "notifications.act",
  "dead_letters.read",
  "dead_letters.act",
  "breakers.read",
  "breakers.act",
  "merchants.read",
  "merchants.manage",
  "keys.manage",
  "accounts.read",
  "accounts.act",
  "accounts.manage",
  "reconciliation.read",
  "reconciliation.export",
  "reconciliation.act",
  "reconciliation.approve",
  "jobs.read",
  "jobs.act",
  "settings.read",
  "settings.manage",
  "operators.read",
  "operators.manage",
  "audit.read",
] as const;

export type Permission = (typeof permissions)[number];

/** With one of these money can be moved, or the way opened to it: who has it signs in with a second factor. */
export const permissionsOfMoney: ReadonlySet<Permission> = new Set([
  "payments.act",
  "refunds.create",
  "refunds.approve",
  "refunds.settle",
  "webhooks.manage",
  "merchants.manage",
  "keys.manage",
  "accounts.manage",
  "reconciliation.act",
  "reconciliation.approve",
  "settings.manage",
  "operators.manage",
]);

export function isPermission(name: string): name is Permission {
  return permissions.some((permission) => permission === name);
}

export function movesMoney(granted: readonly Permission[]): boolean {
  return granted.some((permission) => permissionsOfMoney.has(permission));
}

import type { Permission } from "@compose-pay/contracts";
import { permissionWords, type PermissionNoun } from "./permission-words.ts";

/** Those of the contract's `permissionsOfMoney`: who has one signs in with a second factor. */
const movingMoney: ReadonlySet<string> = new Set<Permission>([
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

export interface PermissionGroup {
  readonly noun: PermissionNoun;
  readonly permissions: readonly Permission[];
}

// because the object's type names exactly these members
const nouns = Object.keys(permissionWords["zh-CN"].nouns) as PermissionNoun[];
const names = Object.keys(permissionWords["zh-CN"].permissions) as Permission[];

/** Every permission, by what it is about. */
export const permissionGroups: readonly PermissionGroup[] = nouns.map((noun) => ({
  noun,
  permissions: names.filter((name) => name.startsWith(`${noun}.`)),
}));

/** Whether money can be moved with it, or the way opened to it. */
export function isOfMoney(permission: Permission): boolean {
  return movingMoney.has(permission);
}

export interface PermissionChanges {
  readonly given: readonly Permission[];
  readonly taken: readonly Permission[];
}

/** What a role has after a change and had not before, and the other way round. */
export function permissionChanges(
  before: readonly Permission[],
  after: readonly Permission[],
): PermissionChanges {
  return {
    given: after.filter((one) => !before.includes(one)),
    taken: before.filter((one) => !after.includes(one)),
  };
}

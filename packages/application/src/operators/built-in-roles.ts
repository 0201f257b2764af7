import { type Permission, permissions } from "@compose-pay/contracts";

/** In a role's list: every permission that there is, those of later versions too. */
export const everyPermission = "*";

export interface BuiltInRole {
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly (Permission | typeof everyPermission)[];
}

const readings = permissions.filter((one) => one.endsWith(".read"));
/** Of the people and not of the payments. */
const aboutPeople: ReadonlySet<Permission> = new Set(["operators.read", "audit.read", "settings.read"]);
const everyday = readings.filter((one) => !aboutPeople.has(one));

/** What the first start begins with; people may change them like any other role, or delete them. */
export const builtInRoles: readonly BuiltInRole[] = [
  { name: "administrator", description: "everything", permissions: [everyPermission] },
  {
    name: "finance",
    description: "refunds, reconciliation and statements",
    permissions: [
      ...everyday,
      "payments.export",
      "refunds.act",
      "refunds.create",
      "refunds.approve",
      "refunds.settle",
      "reconciliation.export",
      "reconciliation.act",
      "reconciliation.approve",
    ],
  },
  {
    name: "support",
    description: "answers merchants: looks, and sends webhooks again",
    permissions: [...everyday, "webhooks.act", "refunds.create"],
  },
  {
    name: "on-call",
    description: "keeps it running: stuck work, breakers, jobs",
    permissions: [
      ...everyday,
      "payments.act",
      "refunds.act",
      "accounts.act",
      "webhooks.act",
      "notifications.act",
      "dead_letters.act",
      "breakers.act",
      "jobs.act",
      "audit.read",
    ],
  },
  { name: "viewer", description: "looks and changes nothing", permissions: everyday },
];

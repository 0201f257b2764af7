import type { Permission, TimelineEntry } from "@compose-pay/contracts";

interface Place {
  readonly permission: Permission;
  readonly path: string;
}

/** Which page shows what a member of the details names. */
const places: Readonly<Record<string, Place>> = {
  account_id: { permission: "accounts.read", path: "/accounts" },
  app_id: { permission: "merchants.read", path: "/merchants/apps" },
  notification_id: { permission: "notifications.read", path: "/notifications" },
  discrepancy_id: { permission: "reconciliation.read", path: "/discrepancies" },
  run_id: { permission: "reconciliation.read", path: "/reconciliation/runs" },
  event_id: { permission: "webhooks.read", path: "/webhooks/events" },
  delivery_id: { permission: "webhooks.read", path: "/webhooks/deliveries" },
  endpoint_id: { permission: "webhooks.read", path: "/webhooks/endpoints" },
};

/** What an entry is, by the member of its details that names it. */
const own: Readonly<Partial<Record<TimelineEntry["kind"], string>>> = {
  notification: "notification_id",
  discrepancy: "discrepancy_id",
  event: "event_id",
  delivery: "delivery_id",
};

/** The page of what a member names; null where there is none, or the operator may not open it. */
export function placeOfMember(name: string, value: string, granted: readonly Permission[]): string | null {
  const place = places[name];
  // What goes to the own address of a payment names the member of its order in the place of an endpoint.
  if (name === "endpoint_id" && !value.startsWith("ep_")) return null;
  return place === undefined || !granted.includes(place.permission) ? null : `${place.path}/${value}`;
}

/** The page of an entry itself. */
export function placeOfEntry(
  { kind, subject, details }: TimelineEntry,
  granted: readonly Permission[],
): string | null {
  if (kind === "refund") return granted.includes("refunds.read") ? `/refunds/${subject}` : null;
  const name = own[kind];
  const value = name === undefined ? null : details[name];
  return name === undefined || typeof value !== "string" ? null : placeOfMember(name, value, granted);
}

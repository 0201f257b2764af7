import type { Books } from "./books.ts";

/** The lists and forms of the console, and the tabs that are places of their own. */
const fixedPlaces = [
  "/dashboard",
  "/stuck",
  "/payments",
  "/refunds",
  "/refunds?tab=requests",
  "/webhooks",
  "/webhooks?tab=failing",
  "/webhooks?tab=targets",
  "/webhooks?tab=events",
  "/notifications",
  "/dead-letters?service=notify-worker",
  "/breakers",
  "/reconciliation",
  "/reconciliation?tab=suspended",
  "/discrepancies",
  "/bills",
  "/statements",
  "/jobs",
  "/jobs/stuck-work",
  "/merchants",
  "/accounts",
  "/accounts/new",
  "/settings",
  "/operators",
  "/roles",
  "/roles/new",
  "/audit",
  "/audit?tab=unfinished",
  "/audit?tab=logins",
  "/account",
  "/nowhere",
];

/** The pages of one thing each, by the table that has it. */
const pagesOfOne: readonly (readonly [path: string, table: string])[] = [
  ["/payments", "payments"],
  ["/refunds", "refunds"],
  ["/webhooks/endpoints", "webhook_endpoints"],
  ["/webhooks/deliveries", "deliveries"],
  ["/webhooks/events", "events"],
  ["/notifications", "channel_notifications"],
  ["/discrepancies", "discrepancies"],
  ["/merchants", "merchants"],
  ["/merchants/apps", "apps"],
  ["/accounts", "channel_accounts"],
  ["/operators", "operators"],
  ["/roles", "roles"],
];

/** Every place of the console; where there is a row of it in the books, the page of the newest. */
export async function everyPage({ rows }: Pick<Books, "rows">): Promise<readonly string[]> {
  const places: string[] = [...fixedPlaces];
  for (const [path, table] of pagesOfOne) {
    const [row] = await rows<{ id: string }>(`SELECT id FROM ${table} ORDER BY id DESC LIMIT 1`);
    if (row !== undefined) places.push(`${path}/${row.id}`);
  }
  return places;
}

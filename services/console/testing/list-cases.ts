import {
  type ConsoleAnswer,
  type ConsoleInput,
  type ConsoleRouteNameOf,
  type Page,
  stuckKinds,
} from "@compose-pay/contracts";
import { discrepancyTypes, methods, operationClasses, refundStates } from "@compose-pay/domain";
import { asked, dayOf, momentOf } from "./list-filling.ts";
import { accountCount, suspendedDays } from "./list-rows.ts";
import { needles } from "./needle-rows.ts";

/** Routes that answer a page of a list. */
export type ListRouteName = {
  [Name in ConsoleRouteNameOf<"read">]: ConsoleAnswer<Name> extends Page<unknown> ? Name : never;
}[ConsoleRouteNameOf<"read">];

type FilterOf<Name extends ListRouteName> = Exclude<keyof ConsoleInput<Name>, "limit" | "after">;

/** How a list is asked in every way in which it lets itself be asked. */
export interface ListCase<Filter extends PropertyKey = string> {
  /** Of every member of the input but the page's: the values that it is asked with. */
  readonly filters: { readonly [Name in Filter]: readonly string[] };
  /** Ends of indexes that one page reads together; one when left out. */
  readonly ends?: (input: Readonly<Partial<Record<string, string>>>) => number;
  /** A bound of the list's own, in rows that one page looks at. */
  readonly mostLookedAt?: number;
  /** Here is nothing that it lists: its own test has rows. */
  readonly isEmpty?: true;
}

/** The apps that a list of payments goes through, in both modes. */
const endsOfApps = ({ app_id, live }: Readonly<Partial<Record<string, string>>>) =>
  (app_id === undefined ? 3 : 1) * (live === undefined ? 2 : 1);

const none = { filters: {} } as const;
const ofApp = { filters: { app_id: [asked.app] } } as const;
const account = [asked.account] as const;
const live = ["true"] as const;
/** A time before which there are but those that fit. */
const before = [momentOf(needles).toISOString()] as const;
const from = [momentOf(0).toISOString()] as const;
const operator = [asked.operator] as const;

export const listCases: { readonly [Name in ListRouteName]: ListCase<FilterOf<Name>> } = {
  "accounts.list": none,
  "app_endpoints.list": ofApp,
  "apps.list": { filters: { merchant_id: [asked.merchant], name: [asked.name] } },
  "audit.list": {
    filters: {
      operator,
      subject: [asked.subject],
      action: [asked.action],
      phase: [asked.phase],
      from,
      until: before,
    },
    mostLookedAt: 1_000,
  },
  "audit.unfinished": { ...none, mostLookedAt: 10_000, isEmpty: true },
  "bills.list": { filters: { account_id: account, day: ["2001-01-02"] } },
  "breakers.list": { ...none, ends: () => 10 * operationClasses.length },
  "breakers.orders": none,
  "contracts.list": ofApp,
  "dead_letters.list": { filters: { service: ["channel-worker"] }, isEmpty: true },
  "dead_letters.queues": { ...none, isEmpty: true },
  "deliveries.list": {
    filters: { endpoint_id: [asked.endpoint], status: ["retrying", "exhausted", "succeeded"] },
    mostLookedAt: 1_000,
  },
  "discrepancies.list": {
    filters: {
      state: ["open"],
      type: ["missing_here"],
      account_id: account,
      run_id: [asked.run],
      day: ["2001-01-02"],
      found_before: before,
    },
    ends: ({ type }) => (type === undefined ? discrepancyTypes.length : 1),
  },
  "endpoints.list": {
    filters: { app_id: [asked.app], state: ["enabled", "disabled", "failing"] },
    mostLookedAt: 1_000,
  },
  "events.list": { filters: { app_id: [asked.app], payment_id: [asked.payment], live } },
  "ip_rules.list": ofApp,
  // There is a job for each account.
  "jobs.list": { ...none, ends: () => accountCount },
  "jobs.runs": { filters: { name: [asked.job] } },
  "keys.list": ofApp,
  "login_attempts.list": { filters: { operator } },
  "merchants.list": { filters: { name: [asked.name] } },
  "notifications.list": {
    filters: { verdict: ["refused"], account_id: account, payment_id: [asked.payment] },
    ends: () => 5,
  },
  "operators.list": { filters: { name: [asked.name] } },
  "payments.list": {
    filters: {
      account_id: account,
      app_id: [asked.app],
      live,
      status: ["closed"],
      method: ["wechat_native"],
      channel: ["wechat"],
      created_from: from,
      created_before: before,
    },
    ends: (input) =>
      endsOfApps(input) *
      (input["channel"] === undefined ? 1 : methods.filter((one) => one.startsWith("wechat")).length),
  },
  "reconciliation.accounts": none,
  // The days of a month, of every account of the page.
  "reconciliation.calendar": { filters: { month: ["2001-01"] }, ends: () => 31 },
  "refund_requests.list": { filters: { state: ["waiting"] } },
  "refunds.list": {
    filters: {
      state: ["abnormal"],
      account_id: account,
      app_id: [asked.app],
      live,
      created_from: from,
      created_before: before,
    },
    ends: (input) => Math.max(endsOfApps(input), refundStates.length),
  },
  "roles.list": none,
  "routes.list": ofApp,
  "runs.list": { filters: { account_id: account, from_day: [dayOf(0)], to_day: [dayOf(needles)] } },
  "session.list": none,
  "settings.list": none,
  "statements.apps": none,
  "statements.list": { filters: { app_id: [asked.app], live } },
  "stuck.list": { filters: { what: stuckKinds }, mostLookedAt: 10_000, isEmpty: true },
  "suspense.list": { filters: { account_id: account, from_day: [dayOf(0)], to_day: [dayOf(suspendedDays)] } },
  "targets.list": { filters: { app_id: [asked.app] }, mostLookedAt: 1_000 },
};

/** Reads that are no lists; whatever is in neither table is a list that nobody has looked at. */
export const otherReads: { readonly [Name in Exclude<ConsoleRouteNameOf<"read">, ListRouteName>]: true } = {
  "accounts.certificates": true,
  "accounts.form": true,
  "accounts.show": true,
  "apps.show": true,
  "audit.actions": true,
  "bills.show": true,
  "dashboard.series": true,
  "dashboard.show": true,
  "deliveries.show": true,
  "discrepancies.preview": true,
  "discrepancies.show": true,
  "endpoints.show": true,
  "events.show": true,
  "jobs.next_times": true,
  "jobs.show": true,
  "jobs.show_run": true,
  "merchants.show": true,
  "notifications.show": true,
  "operators.show": true,
  "payments.find": true,
  "payments.show": true,
  "refunds.show": true,
  "runs.show": true,
  "session.show": true,
};

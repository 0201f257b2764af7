import { z } from "zod";
import {
  idOf,
  lineOf,
  nameSearch,
  page,
  type Page,
  seenVersion,
  shownPreviousUntil,
  type Versioned,
} from "./console-input.ts";
import { answerOf, type ConsoleRoute } from "./console-route.ts";

/** Whose apps take payments (商户). */
export interface MerchantView extends Versioned {
  readonly id: string;
  readonly name: string;
  /** A frozen one's calls are refused. */
  readonly status: "active" | "frozen";
  readonly created_at: string;
}

/** One system of a merchant (应用). */
export interface AppView extends Versioned {
  readonly id: string;
  readonly merchant_id: string;
  readonly name: string;
  /** The token bucket of its calls: what flows in each second, and how much it holds. */
  readonly rate_limit_per_second: number;
  readonly rate_limit_burst: number;
  /** Until then the webhook secret before the last rotation signs as well; null when none does. */
  readonly previous_secret_until: string | null;
  readonly created_at: string;
}

/** What signs what goes to an app's `notify_url`. Shown once. */
export interface AppSecretView {
  readonly app: AppView;
  readonly webhook_secret: string;
}

export interface ApiKeyView {
  readonly id: string;
  readonly app_id: string;
  readonly live: boolean;
  /** The last characters of the key. */
  readonly hint: string;
  readonly created_at: string;
  readonly revoked_at: string | null;
}

export interface ApiKeyCreatedView {
  readonly key: ApiKeyView;
  /** The key itself. Shown once. */
  readonly secret: string;
}

/** A range of addresses that an app may be called from. */
export interface IpRuleView {
  readonly id: string;
  readonly app_id: string;
  readonly cidr: string;
  readonly created_at: string;
}

/** In calls. */
const appRateLimit = { min: 1, max: 100_000, perSecond: 100, burst: 200 } as const;

const merchantId = idOf("mer");
export const appId = idOf("app");

const rate = z.int().min(appRateLimit.min).max(appRateLimit.max);
const ipRuleFields = { app_id: appId, cidr: z.string().trim().min(1).max(64) };

export const merchantRoutes = {
  "merchants.list": {
    kind: "read",
    access: "merchants.read",
    input: z.strictObject({ ...page, name: nameSearch(128) }),
    answer: answerOf<Page<MerchantView>>(),
  },
  "merchants.show": {
    kind: "read",
    access: "merchants.read",
    input: z.strictObject({ id: merchantId }),
    answer: answerOf<MerchantView>(),
  },
  "merchants.create": {
    kind: "act",
    access: "merchants.manage",
    input: z.strictObject({ name: lineOf(128) }),
    answer: answerOf<MerchantView>(),
  },
  /** Needs no second factor: it is done when something burns, and takes rights away. */
  "merchants.freeze": {
    kind: "act",
    access: "merchants.manage",
    input: z.strictObject({ id: merchantId, expected_version: seenVersion }),
    subject: "id",
    answer: answerOf<MerchantView>(),
  },
  "merchants.unfreeze": {
    kind: "act",
    access: "merchants.manage",
    needsStepUp: true,
    input: z.strictObject({ id: merchantId, expected_version: seenVersion }),
    subject: "id",
    answer: answerOf<MerchantView>(),
  },
  "apps.list": {
    kind: "read",
    access: "merchants.read",
    input: z.strictObject({ ...page, merchant_id: merchantId.optional(), name: nameSearch(128) }),
    answer: answerOf<Page<AppView>>(),
  },
  "apps.show": {
    kind: "read",
    access: "merchants.read",
    input: z.strictObject({ id: appId }),
    answer: answerOf<{ readonly app: AppView; readonly merchant: MerchantView }>(),
  },
  "apps.create": {
    kind: "act",
    access: "merchants.manage",
    needsStepUp: true,
    input: z.strictObject({
      merchant_id: merchantId,
      name: lineOf(128),
      rate_limit_per_second: rate.default(appRateLimit.perSecond),
      rate_limit_burst: rate.default(appRateLimit.burst),
    }),
    answer: answerOf<AppSecretView>(),
  },
  /** What is left out stays. Limits that are given hold for the next calls. */
  "apps.update": {
    kind: "act",
    access: "merchants.manage",
    needsStepUp: true,
    input: z.strictObject({
      id: appId,
      expected_version: seenVersion,
      name: lineOf(128).exactOptional(),
      rate_limit_per_second: rate.exactOptional(),
      rate_limit_burst: rate.exactOptional(),
    }),
    subject: "id",
    answer: answerOf<AppView>(),
  },
  /** The secret of now signs as well for 24 h. Refused with `conflict` when it was rotated since it was shown. */
  "apps.rotate_secret": {
    kind: "act",
    access: "keys.manage",
    needsStepUp: true,
    input: z.strictObject({ id: appId, previous_secret_until: shownPreviousUntil }),
    subject: "id",
    answer: answerOf<AppSecretView>(),
  },
  "keys.list": {
    kind: "read",
    access: "merchants.read",
    input: z.strictObject({ ...page, app_id: appId }),
    answer: answerOf<Page<ApiKeyView>>(),
  },
  "keys.create": {
    kind: "act",
    access: "keys.manage",
    needsStepUp: true,
    input: z.strictObject({ app_id: appId, live: z.boolean() }),
    answer: answerOf<ApiKeyCreatedView>(),
  },
  "keys.revoke": {
    kind: "act",
    access: "keys.manage",
    needsStepUp: true,
    input: z.strictObject({ id: idOf("key") }),
    subject: "id",
    answer: answerOf<ApiKeyView>(),
  },
  "ip_rules.list": {
    kind: "read",
    access: "merchants.read",
    input: z.strictObject({ ...page, app_id: appId, after: z.string().min(1).max(64).optional() }),
    answer: answerOf<Page<IpRuleView>>(),
  },
  /** With its first rule an app is reached from that range alone. */
  "ip_rules.add": {
    kind: "act",
    access: "merchants.manage",
    needsStepUp: true,
    input: z.strictObject(ipRuleFields),
    subject: "app_id",
    answer: answerOf<IpRuleView>(),
  },
  /** Without its last rule an app is reached from everywhere. */
  "ip_rules.remove": {
    kind: "act",
    access: "merchants.manage",
    needsStepUp: true,
    input: z.strictObject(ipRuleFields),
    subject: "app_id",
    answer: answerOf<null>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;

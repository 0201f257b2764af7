import {
  feeRoundings,
  type FeeRounding,
  largestAmount,
  type Method,
  servedMethods,
} from "@compose-pay/domain";
import { z } from "zod";
import { idOf, page, type Page, seenVersion, type Versioned } from "./console-input.ts";
import { answerOf, type ConsoleRoute } from "./console-route.ts";
import { appId } from "./merchant-routes.ts";

/** What an app may do with a method, and what it costs (签约). Amounts in fen. */
export interface ContractView extends Versioned {
  readonly app_id: string;
  readonly method: Method;
  readonly enabled: boolean;
  readonly min_amount: number;
  readonly max_amount: number;
  /** Of all payments of a day of China that are not given up; null without a bound. */
  readonly daily_amount: number | null;
  /** In basis points: 60 is 0.6 %. */
  readonly fee_rate_bps: number;
  readonly fee_fixed: number;
  readonly fee_min: number;
  readonly fee_max: number | null;
  readonly fee_rounding: FeeRounding;
  /** Whether a refund gives its share of the fee back. */
  readonly fee_returned: boolean;
  readonly updated_at: string;
}

/** Which account serves an app's method (路由). Amounts in fen. */
export interface RouteView extends Versioned {
  readonly id: string;
  readonly app_id: string;
  readonly method: Method;
  readonly account_id: string;
  /** Null when the account is gone. */
  readonly account_name: string | null;
  /** The lowest is taken first. */
  readonly priority: number;
  readonly min_amount: number | null;
  readonly max_amount: number | null;
  readonly enabled: boolean;
  readonly updated_at: string;
}

/** A method that there can be a contract for. */
export type ServedMethod = (typeof servedMethods)[number];

const method = z.enum(servedMethods, `must be one of ${servedMethods.join(", ")}`);

const fenOf = (least: number, most: number = largestAmount) =>
  z.int(`must be a whole number of fen`).min(least).max(most);

export const appTermsRoutes = {
  /** All that there are, and the methods that there can be. */
  "contracts.list": {
    kind: "read",
    access: "merchants.read",
    input: z.strictObject({ app_id: appId }),
    answer: answerOf<Page<ContractView> & { readonly methods: readonly ServedMethod[] }>(),
  },
  /** In place of what was said before. Payments that are there stay as they are. */
  "contracts.put": {
    kind: "act",
    access: "merchants.manage",
    needsStepUp: true,
    input: z
      .strictObject({
        app_id: appId,
        method,
        /** Null: there is none yet. */
        expected_version: seenVersion.nullable(),
        enabled: z.boolean(),
        min_amount: fenOf(1).default(1),
        max_amount: fenOf(1).default(largestAmount),
        daily_amount: fenOf(1, Number.MAX_SAFE_INTEGER).nullable().default(null),
        fee_rate_bps: z.int().min(0).max(10_000).default(0),
        fee_fixed: fenOf(0).default(0),
        fee_min: fenOf(0).default(0),
        fee_max: fenOf(0).nullable().default(null),
        fee_rounding: z.enum(feeRoundings).default("half_up"),
        fee_returned: z.boolean().default(true),
      })
      .refine((terms) => terms.min_amount <= terms.max_amount, {
        path: ["min_amount"],
        message: "must be at most max_amount",
      })
      .refine((terms) => terms.fee_max === null || terms.fee_min <= terms.fee_max, {
        path: ["fee_min"],
        message: "must be at most fee_max",
      }),
    subject: "app_id",
    answer: answerOf<ContractView>(),
  },
  "routes.list": {
    kind: "read",
    access: "merchants.read",
    input: z.strictObject({ ...page, app_id: appId }),
    answer: answerOf<Page<RouteView>>(),
  },
  "routes.put": {
    kind: "act",
    access: "merchants.manage",
    needsStepUp: true,
    input: z
      .strictObject({
        app_id: appId,
        method,
        account_id: idOf("acc"),
        /** Null: there is none yet of this method to this account. */
        expected_version: seenVersion.nullable(),
        priority: z.int().min(0).max(1_000_000),
        min_amount: fenOf(1).nullable().default(null),
        max_amount: fenOf(1).nullable().default(null),
        enabled: z.boolean(),
      })
      .refine(({ min_amount: min, max_amount: max }) => min === null || max === null || min <= max, {
        path: ["min_amount"],
        message: "must be at most max_amount",
      }),
    subject: "app_id",
    answer: answerOf<RouteView>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;

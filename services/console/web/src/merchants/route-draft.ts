import type { ConsoleInput, RouteView, ServedMethod } from "@compose-pay/contracts";
import { yuan } from "../show/yuan.ts";
import { typedAmount } from "./typed-amount.ts";

/** A route as it is being filled in; amounts as they are typed, in yuan. */
export interface RouteDraft {
  readonly method: ServedMethod | null;
  readonly accountId: string;
  readonly priority: number | null;
  readonly min: string;
  readonly max: string;
  readonly enabled: boolean;
}

export const newRoute: RouteDraft = {
  method: null,
  accountId: "",
  priority: 10,
  min: "",
  max: "",
  enabled: true,
};

export function routeDraft(route: RouteView): RouteDraft {
  return {
    // because a route is put for a method that is served
    method: route.method as ServedMethod,
    accountId: route.account_id,
    priority: route.priority,
    min: route.min_amount === null ? "" : yuan(route.min_amount),
    max: route.max_amount === null ? "" : yuan(route.max_amount),
    enabled: route.enabled,
  };
}

/** Null while something is missing, or what is typed is no amount. */
export function routeInput(appId: string, draft: RouteDraft): ConsoleInput<"routes.put"> | null {
  const { method, priority, enabled } = draft;
  const [min, max] = [typedAmount(draft.min), typedAmount(draft.max)];
  const accountId = draft.accountId.trim();
  if (method === null || priority === null || accountId === "") return null;
  if (min === undefined || max === undefined) return null;
  return {
    app_id: appId,
    method,
    account_id: accountId,
    priority,
    min_amount: min,
    max_amount: max,
    enabled,
  };
}

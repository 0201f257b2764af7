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

const newRoute: RouteDraft = {
  method: null,
  accountId: "",
  priority: 10,
  min: "",
  max: "",
  enabled: true,
};

/** @param route the one that there is; null for a new one */
export function routeDraft(route: RouteView | null): RouteDraft {
  if (route === null) return newRoute;
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

/**
 * Null while something is missing, or what is typed is no amount.
 *
 * @param of `version`: of the route that was seen; null for a new one
 */
export function routeInput(
  of: { readonly appId: string; readonly version: string | null },
  draft: RouteDraft,
): ConsoleInput<"routes.put"> | null {
  const { method, priority, enabled } = draft;
  const [min, max] = [typedAmount(draft.min), typedAmount(draft.max)];
  const accountId = draft.accountId.trim();
  if (method === null || priority === null || accountId === "") return null;
  if (min === undefined || max === undefined) return null;
  return {
    app_id: of.appId,
    method,
    expected_version: of.version,
    account_id: accountId,
    priority,
    min_amount: min,
    max_amount: max,
    enabled,
  };
}

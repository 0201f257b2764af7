import { contractVersion, putContract, putRoute, routeVersion } from "@compose-pay/application";
import type { appTermsRoutes, ContractView, RouteView } from "@compose-pay/contracts";
import {
  type ContractRow,
  findAccountNames,
  findApp,
  findContract,
  findRoute,
  listContracts,
  listRoutes,
  type RouteRow,
} from "@compose-pay/database";
import { servedMethods } from "@compose-pay/domain";
import { done, type HandlersOf, noSuch, refusedInput } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import type { ConsoleDeps } from "../console-deps.ts";

/** What an app may do with each method, and which account serves it. */
export function appTermsHandlers(deps: ConsoleDeps): HandlersOf<typeof appTermsRoutes> {
  const { connection } = deps.database;
  const hasApp = async (appId: string) => (await findApp(connection, appId)) !== null;
  return {
    "contracts.list": async ({ input: { app_id: appId } }) => {
      if (!(await hasApp(appId))) return noSuch("app");
      const rows = (await listContracts(connection, appId)).map(contractView);
      return done({ rows, next: null, methods: servedMethods });
    },
    "contracts.put": async ({ input }) => {
      const before = await findContract(connection, { appId: input.app_id, method: input.method });
      const put = await putContract(deps, {
        appId: input.app_id,
        method: input.method,
        expectedVersion: input.expected_version,
        enabled: input.enabled,
        minAmount: input.min_amount,
        maxAmount: input.max_amount,
        dailyAmount: input.daily_amount,
        feeRateBps: input.fee_rate_bps,
        feeFixed: input.fee_fixed,
        feeMin: input.fee_min,
        feeMax: input.fee_max,
        feeRounding: input.fee_rounding,
        feeReturned: input.fee_returned,
      });
      if (put.kind === "app_unknown") return noSuch("app");
      const after = contractView(put.contract);
      return done(after, { before: before === null ? null : contractView(before), after });
    },
    "routes.list": async ({ input: { app_id: appId, after, limit } }) => {
      if (!(await hasApp(appId))) return noSuch("app");
      const rows = await listRoutes(connection, { appId, after, limit: limit + 1 });
      const names = await namesOf(rows);
      return done(pageOf(rows, limit, { nextOf: (row) => row.id, show: (row) => routeView(row, names) }));
    },
    "routes.put": async ({ input }) => {
      const { app_id: appId, method, account_id: channelAccountId, priority, enabled } = input;
      const before = await findRoute(connection, { appId, method, channelAccountId });
      const put = await putRoute(deps, {
        appId,
        method,
        channelAccountId,
        priority,
        enabled,
        expectedVersion: input.expected_version,
        minAmount: input.min_amount,
        maxAmount: input.max_amount,
      });
      switch (put.kind) {
        case "app_unknown":
          return noSuch("app");
        case "account_unknown":
          return refusedInput("account_id", "is of no account that there is");
        case "channel_differs":
          return refusedInput(
            "account_id",
            `is an account of ${put.accountChannel}, not of the method's channel`,
          );
        case "put": {
          const names = await namesOf([put.route]);
          const after = routeView(put.route, names);
          return done(after, { before: before === null ? null : routeView(before, names), after });
        }
      }
    },
  };

  function namesOf(rows: readonly RouteRow[]) {
    return findAccountNames(
      connection,
      rows.map((row) => row.channelAccountId),
    );
  }
}

function contractView(row: ContractRow): ContractView {
  return {
    version: contractVersion(row),
    app_id: row.appId,
    method: row.method,
    enabled: row.enabled,
    min_amount: row.minAmount,
    max_amount: row.maxAmount,
    daily_amount: row.dailyAmount,
    fee_rate_bps: row.feeRateBps,
    fee_fixed: row.feeFixed,
    fee_min: row.feeMin,
    fee_max: row.feeMax,
    fee_rounding: row.feeRounding,
    fee_returned: row.feeReturned,
    updated_at: row.updatedAt.toISOString(),
  };
}

function routeView(row: RouteRow, names: ReadonlyMap<string, string>): RouteView {
  return {
    id: row.id,
    version: routeVersion(row),
    app_id: row.appId,
    method: row.method,
    account_id: row.channelAccountId,
    account_name: names.get(row.channelAccountId) ?? null,
    priority: row.priority,
    min_amount: row.minAmount,
    max_amount: row.maxAmount,
    enabled: row.enabled,
    updated_at: row.updatedAt.toISOString(),
  };
}

import { addIpRule, createApiKey, removeIpRule, revokeApiKey } from "@compose-pay/application";
import { type ApiKey, findApiKey, findApp, listApiKeys, listIpRules } from "@compose-pay/database";
import { parseCidr } from "@compose-pay/runtime";
import { done, type Handlers, noSuch, refused, refusedInput } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { apiKeyView, ipRuleView } from "./merchant-views.ts";

type AccessRoutes =
  | "keys.list"
  | "keys.create"
  | "keys.revoke"
  | "ip_rules.list"
  | "ip_rules.add"
  | "ip_rules.remove";

/** By which keys and from where an app is called. */
export function accessHandlers(deps: ConsoleDeps): Pick<Handlers, AccessRoutes> {
  const { connection } = deps.database;
  const hasApp = async (appId: string) => (await findApp(connection, appId)) !== null;
  return {
    "keys.list": async ({ input: { app_id: appId, after, limit } }) => {
      if (!(await hasApp(appId))) return noSuch("app");
      const rows = await listApiKeys(connection, { appId, after, limit: limit + 1 });
      return done(pageOf(rows, limit, { nextOf: (row) => row.id, show: apiKeyView }));
    },
    "keys.create": async ({ input: { app_id: appId, live } }) => {
      const created = await createApiKey(deps, { appId, live });
      if (created.kind === "app_unknown") return noSuch("app");
      const key = apiKeyView(created.apiKey);
      return done({ key, secret: created.secret }, { subject: key.id, after: key });
    },
    "keys.revoke": async ({ input: { id } }) => {
      const row = await findApiKey(connection, id);
      if (row === null) return noSuch("key");
      const revoked = await revokeApiKey(deps, id);
      if (revoked.kind === "key_unknown") return noSuch("key");
      if (revoked.kind === "already_revoked") return refused("conflict", "the key is revoked already");
      const after: ApiKey = { ...row, revokedAt: revoked.revokedAt };
      return done(apiKeyView(after), { before: apiKeyView(row), after: apiKeyView(after) });
    },
    "ip_rules.list": async ({ input: { app_id: appId, after, limit } }) => {
      if (!(await hasApp(appId))) return noSuch("app");
      const rows = await listIpRules(connection, { appId, after, limit: limit + 1 });
      return done(pageOf(rows, limit, { nextOf: (row) => row.cidr, show: ipRuleView }));
    },
    "ip_rules.add": async ({ input: { app_id: appId, cidr } }) => {
      const reading = parseCidr(cidr);
      if (reading.kind !== "cidr") return refusedInput("cidr", reading.reason);
      const added = await addIpRule(deps, { appId, cidr: reading.cidr });
      switch (added.kind) {
        case "app_unknown":
          return noSuch("app");
        case "exists":
          return refused("conflict", "the app has this range already");
        case "added": {
          const rule = ipRuleView(added.rule);
          return done(rule, { after: rule });
        }
      }
    },
    "ip_rules.remove": async ({ input: { app_id: appId, cidr } }) => {
      const reading = parseCidr(cidr);
      if (reading.kind !== "cidr") return refusedInput("cidr", reading.reason);
      const removed = await removeIpRule(deps, { appId, cidr: reading.cidr });
      if (removed.kind === "rule_unknown") return noSuch("range of the app");
      return done(null, { before: { app_id: appId, cidr: reading.cidr } });
    },
  };
}

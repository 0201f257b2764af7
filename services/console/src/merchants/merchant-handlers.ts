import {
  createApp,
  createMerchant,
  freezeMerchant,
  type MerchantFrozen,
  rotateAppSecret,
  unfreezeMerchant,
  updateApp,
} from "@compose-pay/application";
import type { merchantRoutes, MerchantView } from "@compose-pay/contracts";
import {
  findApp,
  findMerchant,
  listApps,
  listMerchants,
  searchApps,
  searchMerchants,
} from "@compose-pay/database";
import { done, type HandlersOf, noSuch, type Outcome, refusedInput } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import { wrongCursor } from "../api/wrong-cursor.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { accessHandlers } from "./access-handlers.ts";
import { appView, merchantView } from "./merchant-views.ts";
import { rotatedMeanwhile } from "./rotated-meanwhile.ts";

/** Merchants, their apps, and who may call as these. */
export function merchantHandlers(deps: ConsoleDeps): HandlersOf<typeof merchantRoutes> {
  const { connection } = deps.database;
  const { clock } = deps;
  return {
    ...accessHandlers(deps),
    "merchants.list": async ({ input: { name, after, limit } }) => {
      const place =
        name === undefined || after === undefined ? undefined : await findMerchant(connection, after);
      if (place === null) return wrongCursor();
      const rows =
        name === undefined
          ? await listMerchants(connection, { after, limit: limit + 1 })
          : await searchMerchants(connection, { prefix: name, after: place, limit: limit + 1 });
      return done(pageOf(rows, limit, { nextOf: (row) => row.id, show: merchantView }));
    },
    "merchants.show": async ({ input: { id } }) => {
      const merchant = await findMerchant(connection, id);
      return merchant === null ? noSuch("merchant") : done(merchantView(merchant));
    },
    "merchants.create": async ({ input }) => {
      const merchant = merchantView(await createMerchant(deps, input));
      return done(merchant, { subject: merchant.id, after: merchant });
    },
    "merchants.freeze": async ({ input: { id, expected_version: expectedVersion } }) =>
      frozen(await freezeMerchant(deps, id, { expectedVersion })),
    "merchants.unfreeze": async ({ input: { id, expected_version: expectedVersion } }) =>
      frozen(await unfreezeMerchant(deps, id, { expectedVersion })),
    "apps.list": async ({ input: { merchant_id: merchantId, name, after, limit } }) => {
      const place = name === undefined || after === undefined ? undefined : await findApp(connection, after);
      if (place === null) return wrongCursor();
      const page = { merchantId, limit: limit + 1 };
      const rows =
        name === undefined
          ? await listApps(connection, { ...page, after })
          : await searchApps(connection, { ...page, prefix: name, after: place });
      const now = clock.now();
      return done(pageOf(rows, limit, { nextOf: (row) => row.id, show: (row) => appView(row, now) }));
    },
    "apps.show": async ({ input: { id } }) => {
      const app = await findApp(connection, id);
      const merchant = app === null ? null : await findMerchant(connection, app.merchantId);
      if (app === null || merchant === null) return noSuch("app");
      return done({ app: appView(app, clock.now()), merchant: merchantView(merchant) });
    },
    "apps.create": async ({ input }) => {
      const created = await createApp(deps, {
        merchantId: input.merchant_id,
        name: input.name,
        rateLimitPerSecond: input.rate_limit_per_second,
        rateLimitBurst: input.rate_limit_burst,
      });
      if (created.kind === "merchant_unknown")
        return refusedInput("merchant_id", "is of no merchant that there is");
      const app = appView({ ...created.app, previousWebhookSecretUntil: null }, clock.now());
      return done({ app, webhook_secret: created.webhookSecret }, { subject: app.id, after: app });
    },
    "apps.update": async ({ input: { id, name, ...input } }) => {
      const updated = await updateApp(deps, id, {
        expectedVersion: input.expected_version,
        ...(name !== undefined && { name }),
        ...(input.rate_limit_per_second !== undefined && { rateLimitPerSecond: input.rate_limit_per_second }),
        ...(input.rate_limit_burst !== undefined && { rateLimitBurst: input.rate_limit_burst }),
      });
      if (updated.kind === "app_unknown") return noSuch("app");
      const now = clock.now();
      const after = appView(updated.app, now);
      return done(after, { before: appView(updated.before, now), after });
    },
    "apps.rotate_secret": async ({ input: { id, previous_secret_until: previousUntil } }) => {
      const before = await findApp(connection, id);
      const rotated = await rotateAppSecret(deps, id, { previousUntil });
      if (rotated.kind === "rotated_meanwhile") return rotatedMeanwhile;
      if (rotated.kind === "app_unknown" || before === null) return noSuch("app");
      const now = clock.now();
      const app = appView({ ...before, previousWebhookSecretUntil: rotated.previousUntil }, now);
      return done(
        { app, webhook_secret: rotated.webhookSecret },
        { before: appView(before, now), after: app },
      );
    },
  };
}

function frozen(change: MerchantFrozen): Outcome<MerchantView> {
  if (change.kind === "merchant_unknown") return noSuch("merchant");
  const after = merchantView(change.merchant);
  if (change.kind === "unchanged") return done(after, { before: after, after });
  const status = after.status === "frozen" ? "active" : "frozen";
  return done(after, { before: merchantView({ ...change.merchant, status }), after });
}

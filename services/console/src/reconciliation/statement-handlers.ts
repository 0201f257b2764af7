import { buildStatement, hindranceWords, openStatement, totalsOf } from "@compose-pay/application";
import type { statementRoutes, StatementView } from "@compose-pay/contracts";
import {
  findApp,
  findStatement,
  listAppNames,
  listStatements,
  type StatementRow,
} from "@compose-pay/database";
import { done, type HandlersOf, refused, refusedInput } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import type { ConsoleDeps } from "../console-deps.ts";

const unknownApp = "names no app";

/** What merchants get of a day: listed, saved, and built anew. */
export function statementHandlers(deps: ConsoleDeps): HandlersOf<typeof statementRoutes> {
  const { connection } = deps.database;
  return {
    "statements.apps": async ({ input: { after, limit } }) => {
      const apps = await listAppNames(connection, { after, limit: limit + 1 });
      const show = ({ id, name, merchantId }: (typeof apps)[number]) => ({
        id,
        name,
        merchant_id: merchantId,
      });
      return done(pageOf(apps, limit, { nextOf: ({ id }) => id, show }));
    },
    "statements.list": async ({ input: { app_id: appId, live, after: before, limit } }) => {
      if ((await findApp(connection, appId)) === null) return refusedInput("app_id", unknownApp);
      const rows = await listStatements(connection, { appId, live, before, limit: limit + 1 });
      return done(pageOf(rows, limit, { nextOf: ({ day }) => day, show: statementView }));
    },
    "statements.download": async ({ input: { app_id: appId, day, live } }) => {
      const statement = await openStatement(deps, { appId, day, live });
      if (statement === null)
        return refused("statement_not_ready", "it is not built, or has to be built anew");
      const digest = Buffer.from(statement.sha256, "hex").toString("base64");
      const mode = live ? "live" : "test";
      return {
        kind: "file",
        contentType: "text/csv; charset=utf-8; header=present",
        bytes: statement.totals.bytes,
        pieces: statement.text,
        headers: {
          "Content-Digest": `sha-256=:${digest}:`,
          "Content-Disposition": `attachment; filename="statement-${appId}-${day}-${mode}.csv"`,
        },
      };
    },
    "statements.build": async ({ input: { app_id: appId, day, live } }) => {
      if ((await findApp(connection, appId)) === null) return refusedInput("app_id", unknownApp);
      const key = { appId, day, live };
      const found = await findStatement(connection, key);
      const before = found === null ? null : statementView(found);
      const building = await buildStatement(deps, key);
      if (building.kind === "not_ready") return refused("conflict", hindranceWords(building.hindrance));
      const after = statementView(building.statement);
      return done(after, { before, after });
    },
  };
}

function statementView(row: StatementRow): StatementView {
  const { payments, paymentAmount, refunds, refundAmount, fees, net, bytes } = totalsOf(row);
  return {
    app_id: row.appId,
    live: row.live,
    day: row.day,
    payments,
    payment_amount: paymentAmount,
    refunds,
    refund_amount: refundAmount,
    fees,
    net,
    bytes,
    sha256: row.sha256,
    built_at: row.builtAt.toISOString(),
  };
}

import { openDatabase } from "@compose-pay/database";
import type { Ground } from "../ground/ground.ts";
import { consolePage, type ConsolePageResult } from "./console-page.ts";
import { consoleQueries, type ConsoleQueriesResult, consoleRows } from "./console-queries.ts";
import { signInToConsole } from "./console-session.ts";
import { seedPayments } from "./seed-payments.ts";

/** The console beside a million payments: its API, and then its page in a browser. */
export async function consoleLook(
  ground: Ground,
  rounds: number,
): Promise<{ readonly console: ConsoleQueriesResult; readonly consolePage: ConsolePageResult }> {
  const product = await ground.startProduct([], undefined, { withConsole: true });
  if (product.console === null) throw new Error("the console was asked for");
  const database = openDatabase({ url: ground.servers.databaseUrl, poolSize: 2 });
  try {
    ground.report(`storing ${consoleRows} payments`);
    const { appId, accounts } = product.demo;
    const wish = { appId, accountId: accounts.wechat, rows: consoleRows, until: new Date() };
    await seedPayments(database, wish);
    await database.pool.query("ANALYZE TABLE payments, attempts");
    const session = await signInToConsole(product.console);
    const queries = await consoleQueries(session, ground.report);
    const { url } = product.console;
    return { console: queries, consolePage: await consolePage({ url, session, rounds }, ground.report) };
  } finally {
    await database.close();
    await product.stop();
  }
}

import { freshDatabase, startTcpProxy } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "./connection.ts";
import { isDatabaseAway } from "./failure.ts";
import { inTransaction } from "./transaction.ts";

describe("a connection to the database", () => {
  let url: string;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    ({ url, drop } = await freshDatabase());
  });
  afterAll(() => drop());

  it("is given up when the server falls silent, and another one works once it is back", async () => {
    const proxy = await startTcpProxy(url);
    const database = openDatabase({ url: proxy.url, poolSize: 1, silenceMs: 200 });
    await database.ping();
    await proxy.stall();
    const error = await database.ping().then(
      () => null,
      (cause: unknown) => cause,
    );
    expect(isDatabaseAway(error)).toBe(true);
    await proxy.restore();
    await expect.poll(() => answers(database.ping()), { timeout: 20_000 }).toBe(true);
    await database.close();
    await proxy.close();
  });

  it("is not waited for longer than said, and is there for the next who asks", async () => {
    const database = openDatabase({ url, poolSize: 1, poolWaitMs: 100 });
    const only = await database.pool.getConnection();
    const refusals = [database.ping(), inTransaction(database, () => Promise.resolve())].map((asked) =>
      asked.then(
        () => null,
        (cause: unknown) => cause,
      ),
    );
    for (const refusal of await Promise.all(refusals)) expect(isDatabaseAway(refusal)).toBe(true);
    only.release();
    await database.ping();
    await Promise.all([database.ping(), database.ping()]);
    await database.close();
  });

  it("that idled longer than a silence lasts does not fail the next query", async () => {
    const database = openDatabase({ url, poolSize: 1, silenceMs: 500 });
    for (let round = 0; round < 5; round += 1) {
      await database.ping();
      await new Promise((resolve) => setTimeout(resolve, 700));
    }
    await database.close();
  });
});

async function answers(ping: Promise<void>): Promise<boolean> {
  try {
    await ping;
    return true;
  } catch {
    return false;
  }
}

import type { Books } from "./books.ts";

/** What a delivery is made with, and deliveries, before what looks at them: or it would be looked at too early. */
const tables = [
  "events",
  "webhook_endpoints",
  "apps",
  "deliveries",
  "delivery_attempts",
  "delivery_targets",
  "webhook_replays",
] as const;

const momentsSql = `SELECT table_name AS tableName, column_name AS columnName FROM information_schema.columns
  WHERE table_schema = DATABASE() AND data_type = 'datetime'`;

/**
 * Lets time pass for everything about webhooks while the processes run: every moment in their rows moves into the past.
 * What is under way meanwhile is saved as if no time had passed.
 */
export async function passTime(books: Books, ms: number): Promise<void> {
  const moments = await books.rows<{ tableName: string; columnName: string }>(momentsSql);
  for (const table of tables) {
    // In SQL an unknown moment stays unknown, however much time passes.
    const moved = moments
      .filter(({ tableName }) => tableName === table)
      .map(({ columnName: name }) => `${name} = ${name} - INTERVAL ${ms * 1_000} MICROSECOND`);
    await untilUndisturbed(() => books.change(`UPDATE ${table} SET ${moved.join(", ")}`));
  }
}

const mostTries = 20;

/** A worker may have locked some of the rows in another order. */
async function untilUndisturbed(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (tries === mostTries || !isDeadlock(error)) throw error;
    }
  }
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ER_LOCK_DEADLOCK";
}

import type { Connection } from "../connection.ts";
import { events } from "../tables/index.ts";

export type EventRow = typeof events.$inferSelect;

export async function insertEvent(transaction: Connection, row: EventRow): Promise<void> {
  await transaction.insert(events).values(row);
}

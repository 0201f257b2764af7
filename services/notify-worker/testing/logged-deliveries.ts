import {
  type Database,
  deliveries,
  deliveryAttempts,
  type DeliveryAttemptRow,
  type DeliveryRow,
} from "@compose-pay/database";

/** A delivery as the tables have it, with its attempts in their order. */
export interface LoggedDelivery {
  readonly delivery: DeliveryRow;
  readonly attempts: readonly DeliveryAttemptRow[];
}

/** All deliveries of a test's own database, by the places they go to. */
export async function readDeliveries(database: Database): Promise<readonly LoggedDelivery[]> {
  const rows = await database.connection.select().from(deliveries);
  const attempts = await database.connection.select().from(deliveryAttempts);
  return rows
    .toSorted((one, other) => (one.endpointId < other.endpointId ? -1 : 1))
    .map((delivery) => ({
      delivery,
      attempts: attempts
        .filter(({ deliveryId }) => deliveryId === delivery.id)
        .toSorted((one, other) => one.number - other.number),
    }));
}

/** The one delivery there is. */
export async function readDelivery(database: Database): Promise<LoggedDelivery> {
  const [only, ...others] = await readDeliveries(database);
  if (only === undefined || others.length > 0) throw new Error(`${others.length} deliveries, not one`);
  return only;
}

import { createHash } from "node:crypto";
import type { ResultSetHeader } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import type { deliveryTargets } from "../tables/index.ts";

export type DeliveryTargetRow = typeof deliveryTargets.$inferSelect;

/** Where a delivery goes, as its row says it. */
export interface DeliveryPlace {
  readonly appId: string;
  readonly endpointId: string;
  /** The payment's or the refund's own address; null for an endpoint. */
  readonly url: string | null;
}

/** What a delivery waits in line for: its endpoint, or the origin of an own address together with its app. */
export function deliveryTargetId({ appId, endpointId, url }: DeliveryPlace): string {
  if (url === null) return endpointId;
  const origin = URL.canParse(url) ? new URL(url).origin : url;
  return `${ownPrefix}${createHash("sha256").update(`${appId} ${origin}`).digest("hex").slice(0, 28)}`;
}

const ownPrefix = "own_";

/** Whether it is the origin of own addresses, which has no endpoint that could be disabled or gone. */
export function isOwnTarget(targetId: string): boolean {
  return targetId.startsWith(ownPrefix);
}

export type TargetToWake = Pick<DeliveryTargetRow, "id" | "appId"> & { readonly dueAt: Date };

/**
 * Has workers look at these targets at `dueAt`, or earlier if they were going to; makes the rows that are missing. In
 * the transaction that makes deliveries due, so that none is forgotten.
 */
export async function wakeTargets(connection: Connection, targets: readonly TargetToWake[]): Promise<void> {
  if (targets.length === 0) return;
  // In one order everywhere, so that two transactions do not wait for each other.
  const sorted = targets.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  await clientOf(connection).query<ResultSetHeader>(
    `INSERT INTO delivery_targets (id, app_id, due_at, failures) VALUES ${sorted.map(() => "(?, ?, ?, 0)").join(", ")} ` +
      "ON DUPLICATE KEY UPDATE due_at = LEAST(COALESCE(due_at, VALUES(due_at)), VALUES(due_at))",
    sorted.flatMap(({ id, appId, dueAt }) => [id, appId, dueAt]),
  );
}

/** Wakes targets for something that a person asked for: an open circuit lets the next attempt through at once. */
export async function wakeTargetsForTry(
  connection: Connection,
  targets: readonly Pick<DeliveryTargetRow, "id" | "appId">[],
  at: Date,
): Promise<void> {
  if (targets.length === 0) return;
  await wakeTargets(
    connection,
    targets.map(({ id, appId }) => ({ id, appId, dueAt: at })),
  );
  await clientOf(connection).query<ResultSetHeader>(
    "UPDATE delivery_targets SET open_until = ? WHERE id IN (?) AND open_until > ?",
    [at, targets.map(({ id }) => id), at],
  );
}

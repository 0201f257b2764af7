import { type CircuitOrderRow, type Database, findNewestCircuitOrders } from "@compose-pay/database";
import type { OperationClass } from "@compose-pay/domain";
import { type Clock, createThrottle, type Logger } from "@compose-pay/runtime";

/** What operators said about circuits, as every process obeys it. */
export interface CircuitOrders {
  /** What holds for this circuit now: `auto` where nobody has said anything else. */
  modeOf(accountId: string, operationClass: OperationClass): CircuitOrderRow["mode"];
  /** All orders but `auto` that are in force now. */
  inForce(): readonly CircuitOrderRow[];
  /** Called now and after each look that succeeds. */
  onLook(listener: () => void): void;
  stop(): void;
}

/** After this a new order is known to every process. */
const lookEveryMs = 1_000;
/** A process starts without the orders when the database does not answer. */
const firstLookMs = 2_000;
const logEveryMs = 10_000;

/**
 * Reads the orders from the database again and again, all of them by one query. While the database is away
 * the last ones known hold, and they run out at their time all the same.
 */
export async function watchCircuitOrders({
  database,
  clock,
  logger,
}: {
  readonly database: Pick<Database, "connection">;
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<CircuitOrders> {
  const throttle = createThrottle(logEveryMs);
  const listeners: (() => void)[] = [];
  let known: ReadonlyMap<string, CircuitOrderRow> = new Map();
  let isLooking = false;

  const isInForce = ({ mode, until }: CircuitOrderRow): boolean =>
    mode !== "auto" && (until === null || until > clock.now());
  const orders: CircuitOrders = {
    modeOf: (accountId, operationClass) => {
      const order = known.get(keyOf(accountId, operationClass));
      return order !== undefined && isInForce(order) ? order.mode : "auto";
    },
    inForce: () => [...known.values()].filter(isInForce),
    onLook: (listener) => {
      listeners.push(listener);
      listener();
    },
    stop: () => clearInterval(timer),
  };
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    try {
      const rows = await findNewestCircuitOrders(database.connection);
      known = new Map(rows.map((row) => [keyOf(row.channelAccountId, row.operationClass), row]));
      for (const listener of listeners) listener();
    } catch (error) {
      if (throttle.isDue()) logger.warn({ error }, "the orders about circuits could not be read");
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), lookEveryMs);
  await Promise.race([look(), passed(firstLookMs)]);
  return orders;
}

function keyOf(accountId: string, operationClass: OperationClass): string {
  return `${accountId} ${operationClass}`;
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref());
}

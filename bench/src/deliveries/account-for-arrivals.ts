import type { BenchEndpoint } from "./merchants.ts";
import type { Arrivals } from "./receiver-messages.ts";
import type { DeliveryBooks, StoredEvent } from "./stored-deliveries.ts";

/** What came, and what should have come. */
export interface ArrivalEvidence {
  readonly endpoints: readonly BenchEndpoint[];
  readonly events: readonly StoredEvent[];
  readonly arrivals: Arrivals;
  /** Of these endpoints. */
  readonly books: DeliveryBooks;
}

export interface ArrivalAccount {
  readonly deliveries: number;
  /** In the middle of the time: without the first and the last tenth. */
  readonly steadyPerSecond: number;
  /** Deliveries that came more than once. */
  readonly repeated: number;
}

/**
 * Holds what arrived against the events: each with its own bytes and a true signature at each endpoint that wants it
 * and nowhere else, and in the books as one delivery that succeeded with its attempt logged.
 *
 * @throws when anything is missing, too much or otherwise
 */
export function accountForArrivals(evidence: ArrivalEvidence): ArrivalAccount {
  const { arrivals, books } = evidence;
  const expected = expectedBodies(evidence);
  for (const [url, id, , , bodySha256] of arrivals.arrivals) {
    const body = expected.get(placeOf(url, id));
    if (body === undefined) throw new Error(`${id} came to ${url}, which did not ask for it`);
    if (body !== bodySha256) throw new Error(`${id} came to ${url} with another body`);
  }
  if (arrivals.untrue > 0) throw new Error(`${arrivals.untrue} signatures are not true`);
  if (arrivals.unequal > 0) throw new Error(`${arrivals.unequal} repetitions had another body`);
  const missing = expected.size - arrivals.arrivals.length;
  if (missing > 0) throw new Error(`${missing} deliveries never arrived`);
  const { deliveries, succeeded, unlogged } = books;
  const isInOrder = deliveries === expected.size && succeeded === deliveries && unlogged === 0;
  if (!isInOrder) throw new Error(`${expected.size} arrived, and the books say ${JSON.stringify(books)}`);
  return {
    deliveries: expected.size,
    steadyPerSecond: steadyPerSecond(arrivals.arrivals.map(([, , at]) => at)),
    repeated: arrivals.arrivals.filter(([, , , times]) => times > 1).length,
  };
}

/** The SHA-256 of the body by place. */
function expectedBodies({ endpoints, events }: ArrivalEvidence): ReadonlyMap<string, string> {
  return new Map(
    events.flatMap(({ id, appId, type, bodySha256 }) =>
      endpoints
        .filter((endpoint) => endpoint.appId === appId && endpoint.types.some((one) => one === type))
        .map(({ url }) => [placeOf(url, id), bodySha256] as const),
    ),
  );
}

function placeOf(url: string, id: string): string {
  return `${url} ${id}`;
}

function steadyPerSecond(moments: readonly number[]): number {
  const sorted = moments.toSorted((one, other) => one - other);
  const [from, to] = [Math.floor(sorted.length * 0.1), Math.floor(sorted.length * 0.9)];
  const ms = (sorted[to] ?? 0) - (sorted[from] ?? 0);
  return ms === 0 ? 0 : Math.round(((to - from) * 1_000) / ms);
}

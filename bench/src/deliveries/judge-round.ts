import { collectLatencies, type Pace } from "../measuring/latencies.ts";
import type { BenchEndpoint } from "./merchants.ts";
import type { Arrivals } from "./receiver-messages.ts";
import type { DeliveryBooks, StoredEvent } from "./stored-deliveries.ts";

/** Everything that is known of a round once it is over. */
export interface RoundEvidence {
  readonly endpoints: readonly BenchEndpoint[];
  readonly events: readonly StoredEvent[];
  /** When each event was committed, in ms since 1970. */
  readonly committedAt: ReadonlyMap<string, number>;
  readonly arrivals: Arrivals;
  readonly books: DeliveryBooks;
  readonly seconds: number;
}

export interface RoundJudgement {
  readonly events: number;
  /** That should have been made. */
  readonly deliveries: number;
  /** From the event's commit to the first byte at the receiver. */
  readonly arrival: Pace;
  /** In the middle of the round: without its first and last tenth. */
  readonly steadyPerSecond: number;
  readonly repeated: number;
}

/**
 * Holds what arrived against what was committed: each event with its own bytes and a true signature at each endpoint
 * that wants it and nowhere else, and in the books as one delivery that succeeded with its attempt logged.
 *
 * @throws when something came that should not, or the books say otherwise than the receivers
 */
export function judgeRound(evidence: RoundEvidence): RoundJudgement {
  const { arrivals, books, committedAt, seconds } = evidence;
  const expected = expectedBodies(evidence);
  const latencies = collectLatencies();
  for (const [url, id, at, , bodySha256] of arrivals.arrivals) {
    const body = expected.get(placeOf(url, id));
    if (body === undefined) throw new Error(`${id} came to ${url}, which did not ask for it`);
    if (body !== bodySha256) throw new Error(`${id} came to ${url} with another body`);
    latencies.record(at - (committedAt.get(id) ?? Number.NaN));
  }
  if (arrivals.untrue > 0) throw new Error(`${arrivals.untrue} signatures are not true`);
  if (arrivals.unequal > 0) throw new Error(`${arrivals.unequal} repetitions had another body`);
  const missing = expected.size - arrivals.arrivals.length;
  if (missing > 0) throw new Error(`${missing} deliveries never arrived`);
  const { deliveries, succeeded, unlogged } = books;
  const isInOrder = deliveries === expected.size && succeeded === deliveries && unlogged === 0;
  if (!isInOrder) throw new Error(`${expected.size} arrived, and the books say ${JSON.stringify(books)}`);
  return {
    events: evidence.events.length,
    deliveries: expected.size,
    arrival: latencies.pace(seconds),
    steadyPerSecond: steadyPerSecond(arrivals.arrivals.map(([, , at]) => at)),
    repeated: arrivals.arrivals.filter(([, , , times]) => times > 1).length,
  };
}

/** The SHA-256 of the body by place. */
function expectedBodies({ endpoints, events }: RoundEvidence): ReadonlyMap<string, string> {
  return new Map(
    events.flatMap(({ id, appId, type, bodySha256 }) =>
      endpoints
        .filter((endpoint) => endpoint.appId === appId && endpoint.types.includes(type))
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

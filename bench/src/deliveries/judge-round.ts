import { collectLatencies, type Pace } from "../measuring/latencies.ts";
import { type ArrivalAccount, accountForArrivals } from "./account-for-arrivals.ts";
import type { DeliveryStage } from "./delivery-stage.ts";
import type { EventSourceOutcome } from "./event-load.ts";
import type { Merchants } from "./merchants.ts";
import { readBooks, readEvents } from "./stored-deliveries.ts";

export interface RoundJudgement extends ArrivalAccount {
  readonly events: number;
  /** From the event's commit to the first byte at the receiver. */
  readonly arrival: Pace;
  /** Attempts at the endpoint that hangs. */
  readonly hung: number;
}

/** Accounts for every event of a round that is over. */
export async function judgeRound(
  { ground: { servers }, receivers }: DeliveryStage,
  { endpoints }: Merchants,
  { outcome, seconds }: { readonly outcome: EventSourceOutcome; readonly seconds: number },
): Promise<RoundJudgement> {
  const committedAt = new Map(outcome.committed);
  const ids = endpoints.map(({ id }) => id);
  const events = (await readEvents(servers)).filter(({ id }) => committedAt.has(id));
  const arrivals = await receivers.tell(secretsOf(endpoints));
  const account = accountForArrivals({ endpoints, events, arrivals, books: await readBooks(servers, ids) });
  const latencies = collectLatencies();
  for (const [, id, at] of arrivals.arrivals) latencies.record(at - (committedAt.get(id) ?? Number.NaN));
  return { ...account, events: events.length, arrival: latencies.pace(seconds), hung: arrivals.hung };
}

/** By URL. */
export function secretsOf(endpoints: Merchants["endpoints"]): Readonly<Record<string, string>> {
  return Object.fromEntries(endpoints.map(({ url, secret }) => [url, secret]));
}

import { z } from "zod";
import type { Ground } from "../ground/ground.ts";
import type { EventPlace } from "./payment-event.ts";
import { receiverCount, receiverHost, type SentType, sentTypes } from "./receiver-places.ts";

/** An endpoint of an app, where something of the bench listens. */
export interface BenchEndpoint {
  readonly id: string;
  readonly appId: string;
  readonly url: string;
  /** `whsec_…` */
  readonly secret: string;
  readonly types: readonly SentType[];
}

/** 10 apps with 5 endpoints each. */
export interface Merchants {
  readonly endpoints: readonly BenchEndpoint[];
  /** Where events come from, evenly spread over the endpoints. */
  readonly places: readonly EventPlace[];
}

export interface MerchantsWanted {
  /** Where the receivers listen. */
  readonly port: number;
  /** How many of its app's endpoints each event goes to. */
  readonly endpointsPerEvent: number;
  /** The path of the last endpoint, where it is another one than that of the others. */
  readonly lastPath?: string;
}

const made = z.looseObject({ id: z.string() });
const madeEndpoint = made.extend({ secret: z.string() });

export async function openMerchants(
  runCli: Ground["runCli"],
  { port, endpointsPerEvent, lastPath }: MerchantsWanted,
): Promise<Merchants> {
  const merchant = made.parse(await runCli("merchant", "create", "--name", "bench"));
  const endpoints: BenchEndpoint[] = [];
  const places: EventPlace[] = [];
  for (let first = 0; first < receiverCount; first += sentTypes.length) {
    const owned = ["--merchant", merchant.id, "--name", "till"];
    const { id: appId } = made.parse(await runCli("app", "create", ...owned));
    for (const [index, type] of sentTypes.entries()) {
      const isLast = first + index === receiverCount - 1;
      const path = (isLast ? lastPath : undefined) ?? `/to-${endpointsPerEvent}`;
      const url = `http://${receiverHost(first + index)}:${port}${path}`;
      const types = typesFrom(index, endpointsPerEvent);
      const asked = ["--app", appId, "--url", url, "--event-types", types.join(",")];
      const { id, secret } = madeEndpoint.parse(await runCli("endpoint", "create", ...asked));
      endpoints.push({ id, secret, appId, url, types });
      places.push({ appId, type });
    }
  }
  return { endpoints, places };
}

/** Where an event comes from that goes to this endpoint. */
export function placeOf({ appId, types: [type] }: BenchEndpoint): EventPlace {
  if (type === undefined) throw new Error("an endpoint wants something");
  return { appId, type };
}

/** As many types as there are endpoints for an event, so that each event finds so many. */
function typesFrom(index: number, count: number): readonly SentType[] {
  return sentTypes.flatMap((_, step) =>
    step < count ? (sentTypes[(index + step) % sentTypes.length] ?? []) : [],
  );
}

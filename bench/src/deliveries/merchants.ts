import { z } from "zod";
import type { Ground } from "../ground/ground.ts";
import type { EventPlace } from "./payment-event.ts";
import { receiverCount, receiverHost, sentTypes } from "./receiver-places.ts";

/** An endpoint of an app, where something of the bench listens. */
export interface BenchEndpoint {
  readonly id: string;
  readonly appId: string;
  readonly url: string;
  /** `whsec_…` */
  readonly secret: string;
  readonly types: readonly string[];
}

/** 10 apps with 5 endpoints each. */
export interface Merchants {
  readonly endpoints: readonly BenchEndpoint[];
  /** Where events come from, evenly spread over the endpoints. */
  readonly places: readonly EventPlace[];
}

const made = z.looseObject({ id: z.string() });
const madeEndpoint = made.extend({ secret: z.string() });

/** @param endpointsPerEvent how many of its app's endpoints each event goes to */
export async function openMerchants(
  runCli: Ground["runCli"],
  { port, endpointsPerEvent }: { readonly port: number; readonly endpointsPerEvent: number },
): Promise<Merchants> {
  const merchant = made.parse(await runCli("merchant", "create", "--name", "bench"));
  const endpoints: BenchEndpoint[] = [];
  const places: EventPlace[] = [];
  for (let first = 0; first < receiverCount; first += sentTypes.length) {
    const owned = ["--merchant", merchant.id, "--name", "till"];
    const { id: appId } = made.parse(await runCli("app", "create", ...owned));
    for (const [index, type] of sentTypes.entries()) {
      const url = `http://${receiverHost(first + index)}:${port}/to-${endpointsPerEvent}`;
      const types = typesFrom(index, endpointsPerEvent);
      const asked = ["--app", appId, "--url", url, "--event-types", types.join(",")];
      const endpoint = madeEndpoint.parse(await runCli("endpoint", "create", ...asked));
      endpoints.push({ id: endpoint.id, secret: endpoint.secret, appId, url, types });
      places.push({ appId, type });
    }
  }
  return { endpoints, places };
}

/** As many types as there are endpoints for an event, so that each event finds so many. */
function typesFrom(index: number, count: number): readonly string[] {
  return sentTypes.flatMap((_, step) =>
    step < count ? (sentTypes[(index + step) % sentTypes.length] ?? []) : [],
  );
}

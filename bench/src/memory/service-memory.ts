import { type Product, type ServiceName, serviceNames } from "@compose-pay/start";
import { processCost } from "../measuring/process-cost.ts";

/** Resident set of each service, in MiB; null where the system does not tell. */
export type ServiceMemory = Readonly<
  Record<ServiceName, { readonly rssMb: number; readonly peakRssMb: number } | null>
>;

/** As it is now; to be asked after a minute of payments at the highest rate that holds. */
export function serviceMemory(product: Product): ServiceMemory {
  const memoryOf = (name: ServiceName) => {
    const cost = processCost(product.process(name).process.pid);
    return cost === null ? null : { rssMb: cost.rssMb, peakRssMb: cost.peakRssMb };
  };
  const [reconcile, notify, channel, ingress] = serviceNames;
  return {
    [reconcile]: memoryOf(reconcile),
    [notify]: memoryOf(notify),
    [channel]: memoryOf(channel),
    [ingress]: memoryOf(ingress),
  };
}

import type { ChannelName } from "./channel-name.ts";
import type { Fault, Operation } from "./fault.ts";

/** The faults in force. They live in memory: a restart takes them all back. */
export type Faults = {
  replace(faults: readonly Fault[]): void;
  list(): readonly Fault[];
  /** The first fault that hits this call, its `times` already counted down, or null. */
  draw(channel: ChannelName, operation: Operation): Fault | null;
};

/** `random` gives numbers in [0, 1). */
export function createFaults(random: () => number): Faults {
  let inForce: Fault[] = [];
  return {
    replace(faults) {
      inForce = [...faults];
    },
    list: () => inForce,
    draw(channel, operation) {
      const hit = inForce.find(
        (fault) =>
          fault.channel === channel && covers(fault.operation, operation) && random() < fault.probability,
      );
      if (hit === undefined) return null;
      inForce = inForce.flatMap((fault) => (fault === hit ? countDown(fault) : [fault]));
      return hit;
    },
  };
}

function covers(hit: Fault["operation"], operation: Operation): boolean {
  if (hit === "*" || hit === operation) return true;
  return hit === "bill" && operation === "bill_download";
}

function countDown(fault: Fault): readonly Fault[] {
  if (fault.times === undefined) return [fault];
  return fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : [];
}

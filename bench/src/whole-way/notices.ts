import type { WayOutcome } from "./way.ts";

/** What a merchant heard of its payments. */
export interface Notices {
  heard(outTradeNo: string): void;
  untrue(): void;
  /** Waits until each of these was heard of, as long as it takes, up to the bound. */
  untilHeard(outTradeNos: readonly string[], withinMs: number): Promise<void>;
  outcome(): Pick<WayOutcome, "heard" | "repeated" | "untrue">;
}

const lookEveryMs = 20;

export function collectNotices(): Notices {
  const first = new Map<string, number>();
  let repeated = 0;
  let untrue = 0;
  return {
    heard: (outTradeNo) => {
      if (first.has(outTradeNo)) repeated += 1;
      else first.set(outTradeNo, performance.timeOrigin + performance.now());
    },
    untrue: () => {
      untrue += 1;
    },
    untilHeard: async (outTradeNos, withinMs) => {
      const endsAt = performance.now() + withinMs;
      while (outTradeNos.some((one) => !first.has(one)) && performance.now() < endsAt) {
        await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
      }
    },
    outcome: () => ({ heard: [...first], repeated, untrue }),
  };
}

import { DependencyError } from "@compose-pay/runtime";
import { sleep } from "./sleep.ts";

/**
 * A look at the broker that all who want it at one time share, so that there is one under way at the most: a broker under an
 * alarm answers none, and each would hold a channel until the alarm is over. Who waits gives up after a while; the look goes
 * on until it is answered, or its connection ends.
 */
export class SharedLook<Seen> {
  readonly #look: () => Promise<Seen>;
  readonly #timeoutMs: number;
  #underWay: Promise<Seen> | null = null;

  constructor(look: () => Promise<Seen>, timeoutMs: number) {
    this.#look = look;
    this.#timeoutMs = timeoutMs;
  }

  /** @throws DependencyError when the broker does not answer in time */
  async now(): Promise<Seen> {
    this.#underWay ??= this.#look().finally(() => (this.#underWay = null));
    const patience = new AbortController();
    const late = sleep(this.#timeoutMs, patience.signal).then(() => {
      throw new DependencyError("broker", "the broker did not answer in time");
    });
    try {
      return await Promise.race([this.#underWay, late]);
    } finally {
      late.catch(() => undefined);
      patience.abort();
    }
  }
}

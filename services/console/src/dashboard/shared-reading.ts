import { setTimeout as passed } from "node:timers/promises";

/** What one listener hears next. */
export type News<Value> =
  | { readonly kind: "value"; readonly value: Value; /** Counts readings. */ readonly number: number }
  /** Nothing came in the time that it waited. */
  | { readonly kind: "nothing" }
  /** The process stops. */
  | { readonly kind: "end" };

export interface Listener<Value> {
  /** The newest value that it has not heard; those between are passed over for one that is slow. */
  next(withinMs: number): Promise<News<Value>>;
  leave(): void;
}

export interface ReadingOptions<Value> {
  readonly read: () => Promise<Value>;
  readonly everyMs: number;
  readonly mostListeners: number;
  readonly stopping: AbortSignal;
  readonly onFailure: (error: unknown) => void;
}

/** For so long a value is good for whoever asks once. */
const freshMs = 1_000;

interface Latest<Value> {
  readonly number: number;
  readonly value: Value;
  readonly atMs: number;
}

/** Something that is read once for all who want it: on demand, and again and again while somebody listens. */
export class SharedReading<Value> {
  readonly #options: ReadingOptions<Value>;
  readonly #wakes = new Set<() => void>();
  #listening = 0;
  #isLooping = false;
  #underWay: Promise<Value> | null = null;
  #latest: Latest<Value> | null = null;

  constructor(options: ReadingOptions<Value>) {
    this.#options = options;
    options.stopping.addEventListener("abort", () => this.#wakeAll(), { once: true });
  }

  /** What is being read now, or was a moment ago. */
  async now(): Promise<Value> {
    return this.#fresh(freshMs)?.value ?? this.#read();
  }

  isFull(): boolean {
    return this.#listening >= this.#options.mostListeners;
  }

  /** Null when as many listen as may. */
  listen(): Listener<Value> | null {
    if (this.isFull()) return null;
    this.#listening += 1;
    // What is from before anybody listened is old.
    let heard = this.#fresh(this.#options.everyMs) === null ? (this.#latest?.number ?? 0) : 0;
    let hasLeft = false;
    void this.#loop();
    return {
      next: async (withinMs) => {
        const news = this.#newsAfter(heard) ?? (await this.#wait(heard, withinMs));
        if (news.kind === "value") heard = news.number;
        return news;
      },
      leave: () => {
        if (!hasLeft) this.#listening -= 1;
        hasLeft = true;
      },
    };
  }

  #newsAfter(heard: number): News<Value> | null {
    if (this.#options.stopping.aborted) return { kind: "end" };
    if (this.#latest === null || this.#latest.number <= heard) return null;
    const { value, number } = this.#latest;
    return { kind: "value", value, number };
  }

  #wait(heard: number, withinMs: number): Promise<News<Value>> {
    return new Promise((resolve) => {
      const end = (news: News<Value>): void => {
        clearTimeout(timer);
        this.#wakes.delete(wake);
        resolve(news);
      };
      const wake = (): void => {
        const news = this.#newsAfter(heard);
        if (news !== null) end(news);
      };
      const timer = setTimeout(() => end({ kind: "nothing" }), withinMs);
      this.#wakes.add(wake);
    });
  }

  async #loop(): Promise<void> {
    if (this.#isLooping) return;
    this.#isLooping = true;
    const { everyMs, stopping, onFailure } = this.#options;
    while (this.#listening > 0 && !stopping.aborted) {
      await this.#read().catch(onFailure);
      await passed(everyMs, undefined, { signal: stopping, ref: false }).catch(() => undefined);
    }
    this.#isLooping = false;
  }

  #read(): Promise<Value> {
    this.#underWay ??= this.#readAnew().finally(() => (this.#underWay = null));
    return this.#underWay;
  }

  async #readAnew(): Promise<Value> {
    const value = await this.#options.read();
    this.#latest = { number: (this.#latest?.number ?? 0) + 1, value, atMs: performance.now() };
    this.#wakeAll();
    return value;
  }

  #fresh(withinMs: number): Latest<Value> | null {
    const latest = this.#latest;
    return latest !== null && performance.now() - latest.atMs < withinMs ? latest : null;
  }

  #wakeAll(): void {
    for (const wake of this.#wakes) wake();
  }
}

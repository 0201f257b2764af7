import type { Way } from "./choose-way.ts";

/** A server that answers. */
export interface RunningServer {
  readonly url: string;
  readonly how: Way;
  /** Ends what was started for it and resolves when nothing of it runs any more; nothing for `environment`. */
  readonly stop: () => Promise<void>;
}

/** A line for the person who waits. */
export type Report = (line: string) => void;

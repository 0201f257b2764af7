import type { Clock, Environment } from "@compose-pay/runtime";

/** What a command may know of the world outside. */
export interface CommandContext {
  readonly env: Environment;
  /** The file in which a started stack says where it is. */
  readonly stackFile: string;
  readonly clock: Clock;
  /** A line for those who asked with `--verbose`. */
  readonly note: (line: string) => void;
}

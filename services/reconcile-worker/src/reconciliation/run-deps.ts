import type { Archive } from "@compose-pay/archive";
import type { ChannelDirectory } from "@compose-pay/application";
import type { Logger } from "@compose-pay/runtime";
import type { Alarms } from "../alarms/alarms.ts";
import type { TimeOfDay } from "./bill-times.ts";
import type { MatchDeps } from "./match-day.ts";

/** What runs work with. */
export interface RunDeps extends MatchDeps {
  readonly channels: ChannelDirectory;
  readonly archive: Archive;
  /** Where bills are unpacked while they are read. */
  readonly tmpDir: string;
  readonly alarms: Pick<Alarms, "raise">;
  readonly logger: Logger;
  /** From when on of the next day, in China, somebody is told of a bill that is not there. */
  readonly billLateAt: TimeOfDay;
}

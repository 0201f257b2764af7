import { readSetting } from "@compose-pay/application";
import type { ConsoleDeps } from "../console-deps.ts";

/** From this amount on a second person must agree: as operators have said, or else the environment. */
export function approvalFromFen({
  database,
  settings,
}: Pick<ConsoleDeps, "database" | "settings">): Promise<number> {
  return readSetting(database.connection, "approval_from_fen", settings);
}

import { readSetting } from "@compose-pay/application";
import type { Database } from "@compose-pay/database";
import { sharedSettings } from "@compose-pay/runtime";
import { z } from "zod";
import type { CommandContext } from "../command-context.ts";
import { readCommandSettings } from "./read-command-settings.ts";

const settings = z.object({ APPROVAL_FROM_FEN: sharedSettings.APPROVAL_FROM_FEN });

/** From which amount on a second person must agree to what one has decided: as operators said, or the environment. */
export async function approvalFromFen(context: CommandContext, { connection }: Database): Promise<number> {
  return readSetting(connection, "approval_from_fen", readCommandSettings(context, settings));
}

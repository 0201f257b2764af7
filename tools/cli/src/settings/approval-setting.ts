import { sharedSettings } from "@compose-pay/runtime";
import { z } from "zod";
import type { CommandContext } from "../command-context.ts";
import { readCommandSettings } from "./read-command-settings.ts";

const settings = z.object({ APPROVAL_FROM_FEN: sharedSettings.APPROVAL_FROM_FEN });

/** From which amount on a second person must agree to what one has decided. */
export function approvalFromFen(context: CommandContext): number {
  return readCommandSettings(context, settings).APPROVAL_FROM_FEN;
}

import type { EndpointDependencies } from "@compose-pay/application";
import { newId, sharedSettings } from "@compose-pay/runtime";
import { createUrlGuard } from "@compose-pay/webhooks";
import { z } from "zod";
import type { CommandContext } from "../command-context.ts";
import { readCommandSettings } from "./read-command-settings.ts";
import { withSealedDatabase } from "./with-database.ts";

const settings = z.object({
  WEBHOOK_ALLOWED_CIDRS: sharedSettings.WEBHOOK_ALLOWED_CIDRS,
  WEBHOOK_ALLOWED_PORTS: sharedSettings.WEBHOOK_ALLOWED_PORTS,
});

/** Runs the work with what creates and changes endpoints: their URLs pass the same guard as in the API. */
export async function withEndpointKeeping<Result>(
  context: CommandContext,
  work: (deps: EndpointDependencies) => Promise<Result>,
): Promise<Result> {
  const { WEBHOOK_ALLOWED_CIDRS: allowedRanges, WEBHOOK_ALLOWED_PORTS: allowedPorts } = readCommandSettings(
    context,
    settings,
  );
  const urlGuard = createUrlGuard({ allowedRanges, allowedPorts });
  return withSealedDatabase(context, (deps) => work({ ...deps, clock: context.clock, newId, urlGuard }));
}

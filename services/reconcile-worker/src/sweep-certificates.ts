import { fetchCertificates } from "@compose-pay/contracts";
import { claimDueCertificates } from "@compose-pay/database";
import { channelQueue } from "@compose-pay/messaging";
import { newId } from "@compose-pay/runtime";
import { sweepBy } from "./sweep-by.ts";
import type { SweepDeps } from "./sweep-deps.ts";
import type { Sweep } from "./sweep-loop.ts";

/** Accounts whose channel's certificates are to be fetched again. */
export function sweepCertificates(deps: SweepDeps): Sweep {
  return sweepBy(deps, {
    name: "certificates",
    claim: claimDueCertificates,
    message: ([{ id, channel }]) => ({
      queue: channelQueue(channel, "background"),
      contract: fetchCertificates,
      body: { channel_account_id: id },
      traceId: newId("trace"),
    }),
  });
}

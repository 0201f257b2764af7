import { requestCertificates } from "@compose-pay/application";
import { newId } from "@compose-pay/runtime";
import type { CallTarget } from "./channel-caller.ts";
import type { WorkDeps } from "./work-deps.ts";

/**
 * Has certificates fetched after an answer whose key is not known. Nobody waits for it: the answer stays
 * unknown, and the question is repeated by its row.
 */
export function createCertificateAsker(
  deps: Pick<WorkDeps, "database" | "clock" | "logger" | "dispatch">,
): (target: CallTarget, serial: string | null) => void {
  const ask = async ({ accountId: id, channel }: CallTarget, serial: string | null): Promise<void> => {
    const fields = { channel_account_id: id, serial };
    try {
      const message = await requestCertificates(deps, {
        account: { id, channel },
        foundIn: "answer",
        serial,
        traceId: newId("trace"),
      });
      if (message === null) return;
      deps.logger.warn(fields, "an answer has a key that is not known; the certificates are fetched");
      deps.dispatch([message]);
    } catch (error) {
      deps.logger.warn(
        { ...fields, error },
        "certificates could not be asked for; the next answer asks again",
      );
    }
  };
  return (target, serial) => void ask(target, serial);
}

import { channelCallRows, ChannelAccountUnusable, later, storeCertificates } from "@compose-pay/application";
import type { Answer, Channel, ChannelCertificate } from "@compose-pay/channels";
import { findChannelAccount, insertChannelCalls, setCertificatesDue } from "@compose-pay/database";
import type { WorkDeps } from "./work-deps.ts";

/** After a failure they are tried again much sooner than a certificate runs out. */
const afterFailureMs = 5 * 60_000;
const afterHeldBackMs = 30_000;

/**
 * Fetches the certificates by which an account checks its channel's signatures, and keeps them. What goes
 * wrong is tried again by the account's due time, so that no message has to come twice.
 */
export async function fetchCertificates(
  deps: WorkDeps,
  message: { readonly accountId: string; readonly serial: string | null; readonly traceId: string },
): Promise<"done" | "unknown_account"> {
  const { accountId, serial, traceId } = message;
  const account = await findChannelAccount(deps.database.connection, accountId);
  if (account === null) return "unknown_account";
  const channel = await usableChannel(deps, accountId);
  if (channel === null) return tryAgain(deps, accountId, afterFailureMs);
  const target = { accountId, channel: account.channel, operation: "certificates" } as const;
  const called = await deps.caller.call(target, () => channel.fetchCertificates(serial));
  if (called.kind === "held_back") return tryAgain(deps, accountId, afterHeldBackMs);
  await keep(deps, { accountId, traceId, answer: called.answer });
  return "done";
}

async function keep(
  deps: WorkDeps,
  fetched: {
    readonly accountId: string;
    readonly traceId: string;
    readonly answer: Answer<readonly ChannelCertificate[]>;
  },
): Promise<void> {
  const { accountId, traceId, answer } = fetched;
  const fields = { channel_account_id: accountId, trace_id: traceId };
  if (answer.kind === "ok") {
    const added = await storeCertificates(deps, { accountId, certificates: answer.value });
    if (added.length > 0) deps.logger.info({ ...fields, serials: added }, "an account has new certificates");
  } else {
    deps.logger.warn(
      { ...fields, outcome: answer.kind },
      "certificates could not be fetched and are tried again",
    );
    await tryAgain(deps, accountId, afterFailureMs);
  }
  const subject = { paymentId: null, attemptId: null, refundId: null, channelAccountId: accountId, traceId };
  await insertChannelCalls(deps.database.connection, channelCallRows(answer, subject));
}

/** An account whose keys were spoilt by a change of its file is nobody's dead letter. */
async function usableChannel(deps: WorkDeps, accountId: string): Promise<Channel | null> {
  try {
    return await deps.channelOf(accountId);
  } catch (error) {
    if (!(error instanceof ChannelAccountUnusable)) throw error;
    deps.logger.error({ error, channel_account_id: accountId }, "a channel account cannot be used");
    return null;
  }
}

async function tryAgain({ database, clock }: WorkDeps, accountId: string, ms: number): Promise<"done"> {
  await setCertificatesDue(database.connection, accountId, later(clock.now(), ms));
  return "done";
}

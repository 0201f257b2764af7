import type { Transform } from "node:stream";

import { misconfigured, ok, throttled, type Undecided, unknown } from "./answers.ts";
import type { BillOrder } from "./bill.ts";
import type { Answer, ChannelCall } from "./channel.ts";
import type { BillDownloadLimits } from "./channel-environment.ts";
import type { HttpCore, HttpDownload, HttpOutcome } from "./http/http-core.ts";
import type { CallOutcome, OperationRun } from "./operation-run.ts";
import { saveDownload, type SavedFile } from "./save-download.ts";

/** How a file is fetched and handed on. */
export interface FileRequest {
  readonly run: OperationRun;
  /** For all of it. */
  readonly deadline: AbortSignal;
  readonly limits: BillDownloadLimits;
  readonly unpack: Transform | null;
  readonly save: BillOrder["save"];
}

export type SavedBill = Omit<Extract<SavedFile, { kind: "saved" }>, "kind">;

type Answered = Extract<HttpOutcome, { kind: "answered" }>;

/**
 * Fetches the file of a bill from an address that was told in an authenticated answer. The file itself is not
 * signed: TLS, and what else is known of it, must vouch for it. A refusal is about the address, which lives
 * for moments only: another one may be asked for.
 */
export async function downloadBill(
  http: HttpCore,
  request: Omit<HttpDownload, "silenceMs">,
  file: FileRequest & { readonly journal: (answer: Answered) => CallOutcome },
): Promise<Answer<SavedBill>> {
  const { limits, run, journal, unpack } = file;
  const endCall = run.startCall("bill");
  const outcome = await http.download({ ...request, silenceMs: limits.silenceMs });
  if (outcome.kind === "failed") return unknown(outcome.failure, endCall(nothingTold), outcome.detail);
  if (outcome.kind === "answered") return refusedByStatus(outcome, endCall(journal(outcome)));
  const { status: httpStatus, headers, body } = outcome;
  const saved = await saveDownload({ body, unpack, limits }, file.save);
  const call = endCall({ ...nothingTold, httpStatus, channelRequestId: headers["request-id"] ?? null });
  if (saved.kind === "failed") return unknown(saved.failure, call, saved.detail);
  const { bytes, sha1, sha256 } = saved;
  return ok({ bytes, sha1, sha256 }, call);
}

const nothingTold: CallOutcome = { httpStatus: null, channelCode: null, channelRequestId: null };

function refusedByStatus({ status }: Answered, call: ChannelCall): Undecided {
  if (status === 401) return misconfigured(call.channelCode ?? "unauthorized", call);
  if (status === 429) return throttled(call.channelCode ?? "rate_limited", call);
  if (status >= 500) return unknown("channel_error", call, call.channelCode);
  return unknown("status_unexpected", call, call.channelCode ?? `${status}`);
}

import type { OrderState } from "@compose-pay/channels";
import { type ChannelNotificationRow, insertChannelCalls, type PaymentView } from "@compose-pay/database";
import { askForState } from "./ask-channel.ts";
import { closeNotification, tryAgainLater } from "./end-notification.ts";
import { journalRows } from "./journal-rows.ts";
import { factOf, recordAnswer } from "./record-answer.ts";
import type { WorkDeps } from "./work-deps.ts";

/**
 * A notification of money for an order that has ended here. It may be older than the end, and a close can
 * give the money back (Alipay OpenAPI, `alipay.trade.cancel`), so the channel is asked what holds now. Only
 * its word that the order is closed ends the matter without money; until it speaks, it is asked again.
 */
export async function confirmLatePayment(
  deps: WorkDeps,
  row: ChannelNotificationRow,
  late: { readonly view: PaymentView; readonly claim: OrderState; readonly traceId: string },
): Promise<void> {
  const { view, claim, traceId } = late;
  const answer = await askForState(deps, view);
  if (answer === null) return tryAgainLater(deps, row, { reason: "held_back", claim });
  const fact = answer.kind === "ok" ? factOf(answer.value) : null;
  if (fact?.type === "paid") {
    await recordAnswer(deps, view, { fact, answer, traceId });
    return closeNotification(deps, row, { verdict: "applied", reason: null });
  }
  await insertChannelCalls(deps.database.connection, journalRows(answer, view.attempt, traceId));
  if (fact?.type === "closed") {
    return closeNotification(deps, row, { verdict: "ignored", reason: "not_paid_any_more" });
  }
  await tryAgainLater(deps, row, { reason: answer.kind === "ok" ? answer.value.state : answer.kind, claim });
}

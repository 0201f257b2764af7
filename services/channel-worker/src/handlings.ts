import {
  closeOrder as closeOrderMessage,
  createOrder as createOrderMessage,
  fetchCertificates as fetchCertificatesMessage,
  paymentAnswered,
  processNotification as processNotificationMessage,
  queryOrder as queryOrderMessage,
} from "@compose-pay/contracts";
import type { ChannelName } from "@compose-pay/domain";
import {
  dead,
  done,
  type Handling,
  type Lane,
  type MessageContext,
  type Messaging,
  on,
  retry,
  type Verdict,
} from "@compose-pay/messaging";
import { closeOrder } from "./close-order.ts";
import { type AttemptMessage, createOrder, type WorkResult } from "./create-order.ts";
import { fetchCertificates } from "./fetch-certificates.ts";
import { processNotification } from "./process-notification.ts";
import { queryOrder } from "./query-order.ts";
import { refundHandlings } from "./refund-handlings.ts";
import type { WorkDeps } from "./work-deps.ts";

/** After this the due time of the row decides. */
const mostComeBacks = 10;

type Verb = (deps: WorkDeps, message: AttemptMessage) => Promise<WorkResult>;

/** What the messages of a lane set off. Each verb answers whoever waits once its payment can be read. */
export function handlingsOf(
  { channel, lane }: { readonly channel: ChannelName; readonly lane: Lane },
  deps: WorkDeps,
  messaging: Pick<Messaging, "publishReply">,
): readonly Handling[] {
  const handle = async (
    verb: Verb,
    body: { readonly attempt_id: string; readonly queries_made?: number | undefined },
    context: MessageContext,
  ): Promise<Verdict> => {
    const { attempt_id: attemptId, queries_made: queriesMade } = body;
    const result = await verb(deps, { attemptId, queriesMade, traceId: context.traceId });
    return verdictOn(result, context);
  };
  const verdictOn = (result: WorkResult, context: MessageContext): Verdict => {
    if (result.kind === "unknown_attempt") return dead("there is no such attempt");
    if (result.kind === "settled") answer(messaging, context, result.paymentId);
    return done;
  };
  switch (lane) {
    case "interactive":
      return [
        on(createOrderMessage, async (body, context) => {
          const { attempt_id: attemptId, channel_account_id: accountId } = body;
          const work = () => createOrder(deps, { attemptId, traceId: context.traceId });
          if (accountId === undefined) return verdictOn(await work(), context);
          const entrance = await deps.crowd.enter({ accountId, channel }, work);
          switch (entrance.kind) {
            case "worked":
              return verdictOn(entrance.result, context);
            case "come_back":
              return context.tries < mostComeBacks ? retry(entrance.afterMs, "too_many_in_flight") : done;
            case "let_go":
              return done;
          }
        }),
      ];
    case "background":
      return [
        on(queryOrderMessage, (body, context) => handle(queryOrder, body, context)),
        on(closeOrderMessage, (body, context) => handle(closeOrder, body, context)),
        on(fetchCertificatesMessage, async (body, { traceId }) => {
          const { channel_account_id: accountId, serial = null } = body;
          const end = await fetchCertificates(deps, { accountId, serial, traceId });
          return end === "done" ? done : dead("there is no such channel account");
        }),
        ...refundHandlings(deps, messaging),
      ];
    case "notifications":
      return [
        on(processNotificationMessage, async (body, { traceId }) => {
          const channelNotificationId = body.channel_notification_id;
          const end = await processNotification(deps, { channelNotificationId, traceId });
          return end === "done" ? done : dead("there is no such channel notification");
        }),
      ];
  }
}

function answer(
  messaging: Pick<Messaging, "publishReply">,
  { replyTo, correlationId, traceId }: MessageContext,
  paymentId: string,
): void {
  if (replyTo === undefined || correlationId === undefined) return;
  messaging.publishReply({ replyTo, correlationId, traceId }, paymentAnswered, { payment_id: paymentId });
}

import { paymentObject } from "@compose-pay/application";
import type { Database, PaymentView } from "@compose-pay/database";
import { type Answer, json } from "@compose-pay/http";
import type { Call } from "../merchant-call.ts";
import { pollUntilAnswered } from "./poll-until-answered.ts";
import { preferredWait } from "./preferred-wait.ts";
import type { WaitingRoom } from "./waiting-room.ts";

/** What is there already, once its channel has answered or the wait is over. */
export async function answerReplayed(
  deps: { readonly database: Database; readonly room: WaitingRoom },
  { prefer }: Call,
  view: PaymentView,
): Promise<Answer> {
  const { waitMs, headers } = preferredWait(prefer);
  const now = deps.room.isFull
    ? view
    : await deps.room.stay(() => pollUntilAnswered(deps.database, view, waitMs));
  return json(200, paymentObject(now), { ...headers, "Idempotent-Replayed": "true" });
}

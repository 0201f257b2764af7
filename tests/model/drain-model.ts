import { isOpen, isRefundOpen } from "@compose-pay/domain";

import { expireThere } from "./channel-model.ts";
import { askFor, endAttempt, receive, sendAttempt, sendRefund } from "./hub-model.ts";
import { arriveThere, refundTruth, settleThere, type World } from "./world-model.ts";

/** More rounds than anything needs to settle. */
const rounds = 6;

/**
 * The end of every story: the time to pay is over, the network is well again, and the sweeps ask about what
 * is due. What was lost is learnt now.
 */
export function drain(world: World): void {
  const { hub, orders } = world;
  expireThere(orders);
  hub.era = "over";
  // Nothing can be older than this: a call has its deadline.
  hub.wire.calls.splice(0);
  deliverAll(world);
  for (let round = 0; round < rounds; round += 1) {
    for (const attempt of hub.books.attempts) {
      if (attempt.state === "created") sendAttempt(hub, attempt);
      else if (isOpen(attempt.state)) endAttempt(hub, attempt);
      // What has succeeded is asked about only where a close went out that may have given the money back.
      else if (attempt.state !== "succeeded" || attempt.closeSent) askFor(hub, attempt);
    }
    for (const refund of hub.books.refunds) {
      if (isRefundOpen(refund.state)) sendRefund(hub, refund);
    }
    deliverAll(world);
    for (const { number } of hub.books.refunds) settleLater(world, number);
  }
}

function deliverAll(world: World): void {
  const { calls, messages } = world.hub.wire;
  while (calls.length > 0 || messages.length > 0) {
    const call = calls.shift();
    if (call !== undefined) arriveThere(world, call, true);
    const message = messages.shift();
    if (message !== undefined) receive(world.hub, message);
  }
}

/** The channel works through its refunds; an abnormal one waits for an operator. */
function settleLater(world: World, number: string): void {
  if (!world.refunds.some((one) => one.number === number)) return;
  const truth = refundTruth(world, number);
  if (truth.state === "processing") settleThere(world, truth, "succeeded");
}

import type { ChannelFiguresView, FiguresView } from "@compose-pay/contracts";
import type { FigurePoint, PaymentFigures } from "@compose-pay/database";
import { answerBoundsMs, latencyQuantile } from "@compose-pay/domain";

const shareOfAnswers = 0.95;

function figuresView({ answers, amountRefunded, ...counts }: PaymentFigures): FiguresView {
  const { created, succeeded, failed, closed, amount, refunds } = counts;
  const ended = succeeded + failed + closed;
  const p95 = latencyQuantile(answers, shareOfAnswers);
  return {
    created,
    succeeded,
    failed,
    closed,
    amount,
    refunds,
    amount_refunded: amountRefunded,
    success_rate: ended === 0 ? null : succeeded / ended,
    p95_ms: p95?.ms ?? null,
    p95_is_floor: p95?.isFloor ?? false,
  };
}

/** All of one hour or day together, and by channel. */
export function figuresByChannel(
  points: readonly FigurePoint[],
): FiguresView & { readonly channels: readonly ChannelFiguresView[] } {
  return {
    ...figuresView(points.reduce<PaymentFigures>(added, noFigures)),
    channels: points.map((point) => ({ channel: point.channel, ...figuresView(point) })),
  };
}

const noFigures: PaymentFigures = {
  created: 0,
  succeeded: 0,
  failed: 0,
  closed: 0,
  amount: 0,
  refunds: 0,
  amountRefunded: 0,
  answers: [...answerBoundsMs, null].map(() => 0),
};

function added(one: PaymentFigures, other: PaymentFigures): PaymentFigures {
  return {
    created: one.created + other.created,
    succeeded: one.succeeded + other.succeeded,
    failed: one.failed + other.failed,
    closed: one.closed + other.closed,
    amount: one.amount + other.amount,
    refunds: one.refunds + other.refunds,
    amountRefunded: one.amountRefunded + other.amountRefunded,
    answers: one.answers.map((count, index) => count + (other.answers[index] ?? 0)),
  };
}

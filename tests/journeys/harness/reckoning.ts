import { waitFor } from "@compose-pay/test-support";
import type { Truth } from "./customer.ts";
import type { Stage } from "./stage.ts";

/** Waits until all these payments have succeeded here and their merchant has been told. */
export async function untilAllEnded(
  { books, shop }: Pick<Stage, "books" | "shop">,
  paymentIds: readonly string[],
  deadlineMs: number,
): Promise<void> {
  const left = async () => {
    const rows = await books.rows("SELECT id FROM payments WHERE status = 'succeeded'");
    const succeeded = new Set(rows.map((row) => String(row["id"])));
    return paymentIds.filter((id) => !succeeded.has(id) || shop.eventsOf(id).length === 0);
  };
  const done = waitFor(async () => (await left()).length === 0, { deadlineMs, everyMs: 500 });
  await done.catch(async (cause: unknown) => {
    const open = await left();
    const sample = await Promise.all(open.slice(0, 5).map((id) => storyOf(books, id)));
    throw new Error(`${open.length} of ${paymentIds.length} have not ended: ${sample.join("; ")}`, { cause });
  });
}

/** What is wrong when the books, the channels and the merchant are held against each other; empty when they agree. */
export async function findDisagreements(
  { books, customer, shop }: Pick<Stage, "books" | "customer" | "shop">,
  paymentIds: readonly string[],
): Promise<readonly string[]> {
  const orders = [...(await customer.allOrders("wechat")), ...(await customer.allOrders("alipay"))];
  const truths = Map.groupBy(orders, ({ out_trade_no: no }) => no);
  const rows = await books.rows<BookedPayment>(bookedSql);
  const booked = new Map(rows.map((row) => [row.id, row]));
  return paymentIds.flatMap((id) => {
    const row = booked.get(id);
    if (row === undefined) return [`${id} is not in the books`];
    return [
      ...disagreementsWithChannel(row, truths.get(row.attempt_id) ?? []),
      ...disagreementsWithin(row),
      ...disagreementsWithShop(
        row,
        shop.eventsOf(id).map(({ body }) => body),
      ),
    ].map((what) => `${id}: ${what}`);
  });
}

interface BookedPayment {
  readonly id: string;
  readonly status: string;
  readonly amount: number;
  readonly attempt_id: string;
  readonly attempts: number;
  readonly channel_trade_no: string | null;
  readonly successes: number;
  readonly events: string | null;
  readonly event_body: string | null;
}

const bookedSql = `SELECT p.id, p.status, p.amount, a.id AS attempt_id, a.channel_trade_no,
  (SELECT COUNT(*) FROM attempts x WHERE x.payment_id = p.id) AS attempts,
  (SELECT COUNT(*) FROM state_changes c WHERE c.payment_id = p.id AND c.subject = 'attempt' AND c.to_state = 'succeeded')
    AS successes,
  (SELECT GROUP_CONCAT(e.type) FROM events e WHERE e.payment_id = p.id) AS events,
  (SELECT MIN(e.body) FROM events e WHERE e.payment_id = p.id) AS event_body
  FROM payments p JOIN attempts a ON a.id = p.current_attempt_id`;

function disagreementsWithChannel(row: BookedPayment, orders: readonly Truth[]): readonly string[] {
  const [order] = orders;
  if (order === undefined || orders.length > 1) return [`${orders.length} orders at the channel`];
  const there = `${order.status} ${order.amount} ${order.transaction_id} refunds ${order.refunds.length}`;
  const here = `paid ${row.amount} ${row.channel_trade_no} refunds 0`;
  return there === here ? [] : [`${there} there, ${here} here`];
}

function disagreementsWithin({ status, attempts, successes, events }: BookedPayment): readonly string[] {
  const here = `${status}, ${attempts} attempts, ${successes} successes, events ${events}`;
  return here === "succeeded, 1 attempts, 1 successes, events payment.succeeded" ? [] : [here];
}

function disagreementsWithShop(
  { event_body: sent }: BookedPayment,
  heard: readonly string[],
): readonly string[] {
  if (heard.length === 0) return ["the merchant heard nothing"];
  return heard.every((body) => body === sent) ? [] : ["the merchant heard other bytes than the books have"];
}

async function storyOf(books: Stage["books"], paymentId: string): Promise<string> {
  const [row] = await books.rows(
    `SELECT a.id, a.state, a.due_at, a.queries_made, UTC_TIMESTAMP(3) AS now,
      (SELECT GROUP_CONCAT(CONCAT(d.state, ' ', d.attempts_made, ' ', COALESCE(d.next_attempt_at, '')))
        FROM events e LEFT JOIN deliveries d ON d.event_id = e.id WHERE e.payment_id = a.payment_id) AS deliveries
     FROM attempts a WHERE a.payment_id = ?`,
    [paymentId],
  );
  return `${paymentId} ${JSON.stringify(row)}`;
}

import type { RowDataPacket } from "mysql2";
import type { AttemptState, RefundState } from "@compose-pay/domain";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { inLists } from "../statements/in-lists.ts";
import { readMoment } from "../statements/moment-text.ts";

/** What stands here of a number that a bill may have. Amounts in fen; the fee of a refund is negative. */
export type NumberedRecord = NumberedPayment | NumberedRefund;

interface Numbered {
  readonly outNo: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly fee: number;
  readonly channelNo: string | null;
  readonly createdAt: Date;
}

export interface NumberedPayment extends Numbered {
  readonly kind: "payment";
  readonly state: AttemptState;
  /** A cancel gave its money back. */
  readonly isReturned: boolean;
}

export interface NumberedRefund extends Numbered {
  readonly kind: "refund";
  readonly state: RefundState;
  readonly attemptId: string;
  /** The channel made it by itself, so that it has no number of ours there. */
  readonly isReturn: boolean;
}

/** A second payment's refund that its cancel has done has the number of the order, and none of its own. */
const isMadeThere = (refund: string) =>
  `(${refund}.kind = 'returned' OR (${refund}.kind = 'duplicate' AND ${refund}.state = 'succeeded' ` +
  `AND ${refund}.channel_refund_no IN (a.channel_trade_no, a.id)))`;
const returned =
  "EXISTS (SELECT 1 FROM refunds AS r WHERE r.payment_id = a.payment_id AND r.attempt_id = a.id " +
  `AND r.state = 'succeeded' AND ${isMadeThere("r")})`;
const selectPayments =
  "SELECT 'payment' AS kind, a.id AS outNo, a.payment_id AS paymentId, a.amount, a.fee, a.state, " +
  `a.channel_trade_no AS channelNo, a.created_at AS createdAt, ${returned} AS isReturned FROM attempts AS a `;
const selectRefunds =
  "SELECT 'refund' AS kind, f.id AS outNo, f.payment_id AS paymentId, f.amount, -f.fee_returned AS fee, f.state, " +
  "f.channel_refund_no AS channelNo, f.created_at AS createdAt, f.attempt_id AS attemptId, " +
  `${isMadeThere("f")} AS isReturn FROM refunds AS f `;

const ofAttempt = "JOIN attempts AS a ON a.id = f.attempt_id";
const paymentsByNumber = "WHERE a.id IN (?) AND a.channel_account_id = ?";
const refundsByNumber = "WHERE f.id IN (?) AND f.channel_account_id = ?";

/** What stands here of these numbers, of this account alone. */
export async function findByOutNos(
  connection: Connection,
  channelAccountId: string,
  outNos: readonly string[],
): Promise<readonly NumberedRecord[]> {
  const found: NumberedRecord[] = [];
  for (const some of inLists(outNos)) {
    const values = [some, channelAccountId];
    found.push(
      ...(await read(connection, `${selectPayments}FORCE INDEX (PRIMARY) ${paymentsByNumber}`, values)),
      ...(await read(
        connection,
        `${selectRefunds}FORCE INDEX (PRIMARY) ${ofAttempt} ${refundsByNumber}`,
        values,
      )),
    );
  }
  return found;
}

/**
 * The same by the channel's numbers. Refunds that have only their order's number there are not found: it says nothing of
 * one of several.
 */
export async function findByChannelNos(
  connection: Connection,
  channelAccountId: string,
  channelNos: readonly string[],
): Promise<readonly NumberedRecord[]> {
  const ofPayments =
    "FORCE INDEX (attempts_channel_trade_no) WHERE a.channel_account_id = ? AND a.channel_trade_no IN (?)";
  const ofRefunds =
    `FORCE INDEX (refunds_channel_number) ${ofAttempt} WHERE f.channel_account_id = ? ` +
    "AND f.channel_refund_no IN (?) AND NOT f.channel_refund_no <=> a.channel_trade_no";
  const found: NumberedRecord[] = [];
  for (const some of inLists(channelNos)) {
    const values = [channelAccountId, some];
    found.push(
      ...(await read(connection, selectPayments + ofPayments, values)),
      ...(await read(connection, selectRefunds + ofRefunds, values)),
    );
  }
  return found;
}

async function read(
  connection: Connection,
  statement: string,
  values: readonly unknown[],
): Promise<readonly NumberedRecord[]> {
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(statement, [...values]);
  return rows.map((row) => {
    const flags =
      row["kind"] === "payment"
        ? { isReturned: Boolean(row["isReturned"]) }
        : { isReturn: Boolean(row["isReturn"]) };
    // because the statements name the members of both kinds; moments come as text
    return { ...row, ...flags, createdAt: readMoment(String(row["createdAt"])) } as NumberedRecord;
  });
}

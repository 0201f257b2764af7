import type { BillLine, BillTotals, BillType, FundLine, FundTotals } from "@compose-pay/domain";

import type { Answer } from "./channel.ts";

/**
 * What a channel does about its bills (对账单): it fetches the file of a day as it is, and reads such a file.
 * Between the two the file is kept, so that it can be read again and shown to an auditor.
 */
export interface ChannelBills {
  /** Empty for a channel without bills. */
  readonly billTypes: readonly BillType[];
  /** From which time of the next day on, in China, the bill of a day can be asked for. */
  readonly billReadyAt: TimeOfDay;
  /**
   * Fetches the bill of a day. What `save` throws is the caller's own and thrown on. Only `saved` says that what
   * was saved is whole; after every other answer it must be thrown away.
   */
  fetchBill(order: BillOrder): Promise<Answer<FetchedBill>>;
  /**
   * Reads a saved trade bill in batches, in memory that does not grow with it. The totals come after every sum
   * of the bill was found right: whoever books the lines books all of them or none.
   *
   * @throws BillUnreadable in place of the totals
   */
  readTradeBill(path: string): AsyncGenerator<readonly BillLine[], BillTotals, void>;
  /** The same for a fund-flow bill. @throws BillUnreadable in place of the totals */
  readFundFlow(path: string): AsyncGenerator<readonly FundLine[], FundTotals, void>;
}

export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

export interface BillOrder {
  readonly type: BillType;
  /** A day of China, `2026-11-22`. */
  readonly date: string;
  /**
   * Takes all of the file, in order, and resolves once it is kept. The chunks throw when the channel fails in
   * the middle; `fetchBill` then answers with that fault, whatever `save` makes of it.
   */
  readonly save: (chunks: AsyncIterable<Uint8Array>) => Promise<void>;
}

/**
 * - `saved`: the whole file, unpacked where the channel names the hash of what is unpacked.
 * - `empty`: the channel says that nothing happened on the day. Nothing was saved.
 * - `not_ready`: it is being made, or it is too early to ask. Nothing was saved.
 */
export type FetchedBill =
  | {
      readonly state: "saved";
      readonly bytes: number;
      /** Of what was saved, in hex. */
      readonly sha256: string;
    }
  | { readonly state: "empty" }
  | { readonly state: "not_ready" };

import { askControl, mustBeOk, type RealChannel } from "./customer.ts";

/** A lie in a bill: of a number in its channel's bill of a day. Amounts and fees in fen. */
export interface BillEdit {
  readonly out_no: string;
  readonly edit: "drop" | "amount" | "fee" | "status" | "duplicate" | "add";
  readonly value?: number | string;
  readonly kind?: "payment" | "refund";
}

export type BillSpoil =
  | "truncated"
  | "no_bom"
  | "lf"
  | "wrong_sum"
  | "bad_gbk"
  | "unknown_column"
  | "wrong_hash"
  | "zip_bomb"
  | "zip_path"
  | "zip_truncated";

/** Who sets the sandbox's clock and spoils its bills. */
export interface BillDesk {
  setClock(now: Date): Promise<void>;
  /** In place of those before. */
  setEdits(channel: RealChannel, day: string, edits: readonly BillEdit[]): Promise<void>;
  /** Null gives out whole bills again. */
  setSpoil(channel: RealChannel, day: string, kind: BillSpoil | null): Promise<void>;
  /** Adds payments by the sandbox's rule to the day of the demo account. */
  fill(channel: RealChannel, day: string, rows: number): Promise<void>;
}

export function createBillDesk(sandboxUrl: string): BillDesk {
  const control = async (method: string, path: string, body: unknown): Promise<void> =>
    void mustBeOk(await askControl(`${sandboxUrl}/control${path}`, method, body));
  return {
    setClock: (now) => control("POST", "/clock", { now: now.toISOString() }),
    setEdits: (channel, day, edits) => control("PUT", `/bills/${channel}/${day}/edits`, edits),
    setSpoil: (channel, day, kind) => control("PUT", `/bills/${channel}/${day}/spoil`, { kind }),
    fill: (channel, day, rows) => control("POST", `/bills/${channel}/${day}/fill`, { rows }),
  };
}

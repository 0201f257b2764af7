import { type BillType, billTypes } from "@compose-pay/domain";
import { z } from "zod";
import { day, idOf, lineOf, page, type Page } from "./console-input.ts";
import { answerOf, type ConsoleRoute } from "./console-route.ts";

/** A channel's bill (对账单) of one account, day and type. */
export interface BillView {
  readonly id: string;
  readonly account_id: string;
  readonly day: string;
  readonly type: BillType;
  readonly version: number;
  /** `loading`: none of its lines counts yet. `rejected`: it cannot be read, `fault` says why. */
  readonly state: "loading" | "loaded" | "rejected";
  readonly lines: number;
  readonly fault: string | null;
  /** `channel`, or who uploaded it. */
  readonly source: string;
  /** When the channel gave the very file that had been uploaded: it is the channel's from then on. Else null. */
  readonly confirmed_at: string | null;
  /** Of the raw file. */
  readonly bytes: number;
  /** Of the raw file, in hex. */
  readonly sha256: string;
  /** A day on which nothing happened has none. */
  readonly has_file: boolean;
  /** Sums over its lines by name, money in fen; empty until it is loaded. */
  readonly totals: Readonly<Record<string, number>>;
  readonly trace_id: string;
  readonly created_at: string;
  readonly loaded_at: string | null;
}

const id = idOf("bil");
const accountId = idOf("acc");
const type = z.enum(billTypes, `must be one of ${billTypes.join(", ")}`);

export const billRoutes = {
  "bills.list": {
    kind: "read",
    access: "reconciliation.read",
    input: z.strictObject({ ...page, account_id: accountId, day: day.optional() }),
    answer: answerOf<Page<BillView>>(),
  },
  "bills.show": {
    kind: "read",
    access: "reconciliation.read",
    input: z.strictObject({ id }),
    answer: answerOf<BillView>(),
  },
  /** The raw file, byte by byte as it came. */
  "bills.download": {
    kind: "download",
    access: "reconciliation.export",
    input: z.strictObject({ id }),
    subject: "id",
    answer: answerOf<never>(),
  },
  /**
   * Keeps a bill that was downloaded by hand, and loads its lines. What takes longer than an answer may goes on, and
   * `bills.show` tells how it ends. The same file again is the same bill.
   */
  "bills.upload": {
    kind: "upload",
    access: "reconciliation.act",
    needsStepUp: true,
    input: z.strictObject({ account_id: accountId, day, type, file_name: lineOf(255) }),
    subject: "account_id",
    answer: answerOf<BillView>(),
  },
  /** Goes on with a bill whose loading was cut off. */
  "bills.load": {
    kind: "act",
    access: "reconciliation.act",
    input: z.strictObject({ id }),
    subject: "id",
    answer: answerOf<BillView>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;

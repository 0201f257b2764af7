import { z } from "zod";
import { day, idOf, page, type Page, querySwitch } from "./console-input.ts";
import { answerOf, type ConsoleRoute } from "./console-route.ts";

/** The statement (结算单) of an app's day, for its live or its test payments; money in fen. */
export interface StatementView {
  readonly app_id: string;
  readonly live: boolean;
  readonly day: string;
  readonly payments: number;
  readonly payment_amount: number;
  readonly refunds: number;
  readonly refund_amount: number;
  readonly fees: number;
  readonly net: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly built_at: string;
}

/** An app that can have statements. */
export interface StatementApp {
  readonly id: string;
  readonly name: string;
  readonly merchant_id: string;
}

const appId = idOf("app");

export const statementRoutes = {
  "statements.apps": {
    kind: "read",
    access: "reconciliation.read",
    input: z.strictObject(page),
    answer: answerOf<Page<StatementApp>>(),
  },
  "statements.list": {
    kind: "read",
    access: "reconciliation.read",
    input: z.strictObject({ ...page, app_id: appId, live: querySwitch }),
    answer: answerOf<Page<StatementView>>(),
  },
  /** The CSV that the merchant gets, byte by byte. */
  "statements.download": {
    kind: "download",
    access: "reconciliation.export",
    input: z.strictObject({ app_id: appId, day, live: querySwitch }),
    subject: "app_id",
    answer: answerOf<never>(),
  },
  "statements.build": {
    kind: "act",
    access: "reconciliation.act",
    input: z.strictObject({ app_id: appId, day, live: z.boolean() }),
    subject: "app_id",
    answer: answerOf<StatementView>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;

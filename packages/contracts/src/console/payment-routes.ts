import { channelNames, methods, paymentStatuses } from "@compose-pay/domain";
import { z } from "zod";
import { idOf, page, type Page, queryMoment, querySwitch } from "./console-input.ts";
import { answerOf, type ConsoleRoute } from "./console-route.ts";
import type {
  FoundPayments,
  PaymentActed,
  PaymentDetailView,
  PaymentRedelivered,
  PaymentRowView,
} from "./payment-views.ts";

/** Most rows of an export; one line more says so when there are others. Narrower filters bring the rest. */
export const mostExportedPayments = 100_000;

const paymentId = idOf("pay");

/** A word of a closed list in a query string. */
function oneOf<Word extends string>(words: readonly Word[]) {
  return z.enum(words, `must be one of ${words.join(", ")}`).optional();
}

/** What an index answers: of all apps or of one, of both modes or of one, and in there one of the three; or an account. */
const filters = {
  /** Tried at this channel account; the times are those of the attempts then. */
  account_id: idOf("acc").optional(),
  app_id: idOf("app").optional(),
  live: querySwitch.optional(),
  status: oneOf(paymentStatuses),
  method: oneOf(methods),
  /** All methods of one channel. */
  channel: oneOf(channelNames),
  /** Inclusive. */
  created_from: queryMoment.optional(),
  /** Exclusive. */
  created_before: queryMoment.optional(),
};

type Narrowing = { readonly [Name in "account_id" | "app_id" | "live" | Only]?: unknown };
type Only = "status" | "method" | "channel";

function isOneOfThree(filter: Narrowing): boolean {
  return [filter.status, filter.method, filter.channel].filter((one) => one !== undefined).length < 2;
}

const notTogether = {
  path: ["status"],
  error: "cannot be combined with method or channel, nor these two with each other",
};

function isAccountAlone(filter: Narrowing): boolean {
  const { account_id: account, app_id: app, live, status, method, channel } = filter;
  return account === undefined || [app, live, status, method, channel].every((one) => one === undefined);
}

const accountNotTogether = {
  path: ["account_id"],
  error: "can be combined with times alone: an account is of one channel and one mode",
};

export const paymentRoutes = {
  /** Newest first. */
  "payments.list": {
    kind: "read",
    access: "payments.read",
    input: z
      .strictObject({ ...page, ...filters })
      .refine(isOneOfThree, notTogether)
      .refine(isAccountAlone, accountNotTogether),
    answer: answerOf<Page<PaymentRowView>>(),
  },
  /** By any number: of a payment, an attempt or a refund, ours, the merchant's or the channel's. */
  "payments.find": {
    kind: "read",
    access: "payments.read",
    input: z.strictObject({
      number: z
        .string()
        .trim()
        .regex(/^[\x21-\x7e]{1,64}$/, "must be 1 to 64 characters without spaces"),
    }),
    answer: answerOf<FoundPayments>(),
  },
  "payments.show": {
    kind: "read",
    access: "payments.read",
    input: z.strictObject({ id: paymentId }),
    answer: answerOf<PaymentDetailView>(),
  },
  /** A CSV of what `payments.list` lists, `mostExportedPayments` rows at most. */
  "payments.export": {
    kind: "download",
    access: "payments.export",
    input: z
      .strictObject(filters)
      .refine(isOneOfThree, notTogether)
      .refine(isAccountAlone, accountNotTogether),
    subject: "app_id",
    answer: answerOf<null>(),
  },
  /** Has a worker ask the channel now. */
  "payments.ask": {
    kind: "act",
    access: "payments.act",
    input: z.strictObject({ id: paymentId }),
    subject: "id",
    answer: answerOf<PaymentActed>(),
  },
  /** Asks for the end of a payment; it is closed once its channel has said that it cannot be paid any more. */
  "payments.close": {
    kind: "act",
    access: "payments.act",
    input: z.strictObject({ id: paymentId }),
    subject: "id",
    answer: answerOf<PaymentActed>(),
  },
  /** Sends the newest events of a payment again, with their ids and their bytes. */
  "payments.redeliver": {
    kind: "act",
    access: "webhooks.act",
    input: z.strictObject({ id: paymentId }),
    subject: "id",
    answer: answerOf<PaymentRedelivered>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;

import type { TimelineEntry } from "@compose-pay/contracts";
import { yuan } from "../show/yuan.ts";
import type { StateWords } from "../show/state-words.ts";
import type { TimelineWords } from "./timeline-words.ts";

type Details = TimelineEntry["details"];

/** What a timeline is told with, in one language. */
export interface Telling {
  readonly words: TimelineWords;
  readonly states: StateWords;
  /** A code in the words of people. */
  readonly codeOf: (code: string) => string;
  /** Milliseconds in the words of people. */
  readonly spanOf: (ms: number) => string;
  /** Names of channel accounts by their ids, as far as they are known. */
  readonly accounts: ReadonlyMap<string, string>;
}

/** One line about an entry in the language of the words. */
export function lineOf({ kind, details }: TimelineEntry, telling: Telling): string {
  const { line, noAnswer } = telling.words;
  const say = (name: string) => telling.codeOf(textOf(details, name));
  const span = () => telling.spanOf(Number(details["duration_ms"] ?? 0));
  switch (kind) {
    case "call":
      return line.call(say("operation"), outcomeOf(details, telling), span());
    case "notification": {
      const reason = say("reason");
      const verdict = reason === "" ? say("verdict") : telling.words.beside(say("verdict"), reason);
      return line.notification(verdict, textOf(details, "times_received"));
    }
    case "state":
      return line.state(say("of"), say("from"), say("to"), say("cause"));
    case "event":
      return line.event(textOf(details, "type"), textOf(details, "sequence"));
    case "delivery": {
      const status = textOf(details, "status");
      const answer = status === "" ? say("error") || noAnswer : `HTTP ${status}`;
      return line.delivery(textOf(details, "event_type"), textOf(details, "number"), answer, span());
    }
    case "request":
      return line.request(textOf(details, "order_no"), amountOf(details), methodOf(details, telling));
    case "attempt":
      return line.attempt(methodOf(details, telling), accountOf(details, telling));
    case "refund":
      return line.refund(
        textOf(details, "refund_no") || refundKindOf(details, telling),
        amountOf(details),
        textOf(details, "reason"),
      );
    case "discrepancy":
      return line.discrepancy(say("type"), say("state"));
  }
}

function outcomeOf(details: Details, { words, codeOf }: Telling): string {
  const status = textOf(details, "http_status");
  const codes = [
    status === "" ? "" : `HTTP ${status}`,
    textOf(details, "channel_code"),
    codeOf(textOf(details, "detail")),
  ];
  const told = codes.filter((code) => code !== "").join(" ");
  const outcome = codeOf(textOf(details, "outcome"));
  return told === "" ? outcome : words.beside(outcome, told);
}

export function amountOf({ amount }: Details): string {
  return typeof amount === "number" ? yuan(amount) : "—";
}

export function methodOf(details: Details, { states }: Pick<Telling, "states">): string {
  const method = textOf(details, "method");
  const names: Readonly<Record<string, string>> = states.method;
  return names[method] ?? method;
}

export function accountOf(details: Details, { accounts }: Pick<Telling, "accounts">): string {
  const id = textOf(details, "account_id");
  return accounts.get(id) ?? id;
}

export function refundKindOf(details: Details, { states }: Pick<Telling, "states">): string {
  const kind = textOf(details, "kind");
  const names: Readonly<Record<string, string>> = states.refundKind;
  return names[kind] ?? kind;
}

export function textOf(details: Details, name: string): string {
  const value = details[name] ?? "";
  return String(value);
}

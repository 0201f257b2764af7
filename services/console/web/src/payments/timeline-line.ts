import type { TimelineEntry } from "@compose-pay/contracts";
import { yuan } from "../show/yuan.ts";
import type { TimelineWords } from "./timeline-words.ts";

type Details = TimelineEntry["details"];
type Methods = Readonly<Record<string, string>>;

/** One line about an entry in the language of the words. */
export function lineOf({ kind, details }: TimelineEntry, words: TimelineWords, methods: Methods): string {
  const { word, line, noAnswer } = words;
  const say = (name: string) => {
    const told = textOf(details, name);
    return word[told] ?? told;
  };
  switch (kind) {
    case "call": {
      const codes = [textOf(details, "http_status"), textOf(details, "channel_code"), say("detail")];
      const told = codes.filter((code) => code !== "").join(" ");
      const outcome = told === "" ? say("outcome") : `${say("outcome")} (${told})`;
      return line.call(say("operation"), outcome, textOf(details, "duration_ms"));
    }
    case "notification": {
      const reason = say("reason");
      const verdict = reason === "" ? say("verdict") : `${say("verdict")} (${reason})`;
      return line.notification(verdict, textOf(details, "times_received"));
    }
    case "state":
      return line.state(say("of"), say("from"), say("to"), say("cause"));
    case "event":
      return line.event(textOf(details, "type"), textOf(details, "sequence"));
    case "delivery": {
      const answer = say("error") || textOf(details, "status") || noAnswer;
      const type = textOf(details, "event_type");
      return line.delivery(type, textOf(details, "number"), answer, textOf(details, "duration_ms"));
    }
    case "request":
      return line.request(textOf(details, "order_no"), amountOf(details), methodOf(details, methods));
    case "attempt":
      return line.attempt(methodOf(details, methods), textOf(details, "account_id"));
    case "refund":
      return line.refund(
        textOf(details, "refund_no") || say("kind"),
        amountOf(details),
        textOf(details, "reason"),
      );
    case "discrepancy":
      return line.discrepancy(say("type"), say("state"));
  }
}

function amountOf({ amount }: Details): string {
  return typeof amount === "number" ? yuan(amount) : "—";
}

function methodOf(details: Details, methods: Methods): string {
  const method = textOf(details, "method");
  return methods[method] ?? method;
}

function textOf(details: Details, name: string): string {
  const value = details[name] ?? "";
  return String(value);
}

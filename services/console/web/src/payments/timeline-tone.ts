import type { TimelineEntry } from "@compose-pay/contracts";
import type { Tone } from "../show/state-tag.tsx";

const bad: ReadonlySet<unknown> = new Set(["failed", "abnormal", "declined", "refused", "misconfigured"]);
const warning: ReadonlySet<unknown> = new Set(["unknown", "throttled"]);

/** How an entry is meant: what went wrong stands out, and money that came or went is good. */
export function toneOf({ kind, details }: TimelineEntry): Tone {
  switch (kind) {
    case "call":
      return toneOfWord(details["outcome"]);
    case "notification":
      return toneOfWord(details["verdict"]);
    case "state":
      return details["to"] === "succeeded" ? "good" : toneOfWord(details["to"]);
    case "delivery":
      return details["error"] === null ? "plain" : "bad";
    case "discrepancy":
      return details["state"] === "resolved" ? "plain" : "bad";
    case "request":
    case "attempt":
    case "refund":
    case "event":
      return "plain";
  }
}

function toneOfWord(word: unknown): Tone {
  if (bad.has(word)) return "bad";
  return warning.has(word) ? "warning" : "plain";
}

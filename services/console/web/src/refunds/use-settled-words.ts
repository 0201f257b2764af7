import type { RefundSettled } from "@compose-pay/contracts";
import { useWords } from "../shell/words.ts";
import type { ActSaying } from "../show/act-button.tsx";
import { settleWords } from "./settle-words.ts";

/** What is said of what came of saying where the money goes. */
export function useSettledWords(): (settled: RefundSettled) => ActSaying {
  const words = useWords(settleWords);
  return ({ outcome, not_taken: reason }) => {
    switch (outcome) {
      case "taken":
        return words.settled;
      case "waiting":
        return words.waiting;
      case "unanswered":
        return { warning: words.unanswered };
      case "not_taken":
        return { warning: reason === null ? words.unanswered : words.notTaken[reason] };
    }
  };
}

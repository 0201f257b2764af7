import { setTimeout as wait } from "node:timers/promises";
import type { Response } from "express";
import type { Answer, Reply } from "./answer.ts";
import { cut, send, sendHalf } from "./answer.ts";
import type { Fault, FaultKind } from "./fault.ts";

const longestHangMs = 60_000;
const defaultDelayMs = 1_000;

/** How to spoil the proof of an answer. `unknown_key` is a valid signature by a key that nobody knows. */
export type Spoil = "signature" | "signtest" | "unknown_key";

/** One authenticated call: what it does and how its channel answers. */
export type Exchange = {
  work(): Reply | Promise<Reply>;
  /** Signs a reply, or spoils the proof in the given way. */
  seal(reply: Reply, spoil: Spoil | null): Promise<Answer>;
  /** What this channel says when it breaks down. */
  readonly breakdown: Reply;
  /** What this channel says to a caller who is too fast. */
  readonly tooFast: Reply;
};

/** Carries out one call and answers it, with the fault that hits it, if any. */
export async function carryOut(res: Response, fault: Fault | null, exchange: Exchange): Promise<void> {
  if (fault === null) return send(res, await exchange.seal(await exchange.work(), null));
  await holdUp(fault);
  switch (fault.fault) {
    case "hang":
      await Promise.race([wait(longestHangMs, undefined, { ref: false }), closed(res)]);
      return cut(res);
    case "reset_before":
      return cut(res);
    case "error_500":
      return send(res, await exchange.seal(exchange.breakdown, null));
    case "rate_limited":
      return send(res, await exchange.seal(exchange.tooFast, null));
    case "reset_after":
      await exchange.work();
      return cut(res);
    case "error_500_after":
      await exchange.work();
      return send(res, await exchange.seal(exchange.breakdown, null));
    case "delay":
    case "bad_signature":
    case "signtest":
    case "unknown_serial":
    case "truncated":
    case "not_json":
      return answerSpoilt(res, fault.fault, exchange);
  }
}

type SpoiltAnswer = Extract<
  FaultKind,
  "delay" | "bad_signature" | "signtest" | "unknown_serial" | "truncated" | "not_json"
>;

/** The work is done; what is wrong is the answer (nothing, for one that was only delayed). */
async function answerSpoilt(res: Response, kind: SpoiltAnswer, exchange: Exchange): Promise<void> {
  const reply = await exchange.work();
  switch (kind) {
    case "delay":
      return send(res, await exchange.seal(reply, null));
    case "bad_signature":
      return send(res, await exchange.seal(reply, "signature"));
    case "signtest":
      return send(res, await exchange.seal(reply, "signtest"));
    case "unknown_serial":
      return send(res, await exchange.seal(reply, "unknown_key"));
    case "truncated":
      return sendHalf(res, await exchange.seal(reply, null));
    case "not_json":
      return send(res, {
        status: 200,
        headers: { "Content-Type": "text/html; charset=utf-8" },
        body: "<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>",
      });
  }
}

async function holdUp(fault: Fault): Promise<void> {
  const delayMs = fault.delay_ms ?? (fault.fault === "delay" ? defaultDelayMs : 0);
  if (delayMs > 0) await wait(delayMs, undefined, { ref: false });
}

function closed(res: Response): Promise<void> {
  return new Promise((resolve) => {
    res.once("close", resolve);
  });
}

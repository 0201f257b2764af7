import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "@compose-pay/runtime";
import type { Request, RequestHandler } from "express";
import { type Answer, type AnswerHeaders, problem } from "./answer.ts";
import { createFaultAnswer, overloaded } from "./fault-answer.ts";
import type { HttpMetrics } from "./http-metrics.ts";
import { requestIdOf } from "./request-id.ts";
import { letGo, sendAnswer } from "./send-answer.ts";

/** A request on its way to its answer. */
export interface Exchange {
  readonly request: Request;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly deadline: Deadline;
}

/** Until when a call is answered. What it has begun goes on behind the answer; what it has not begun should not begin. */
export interface Deadline {
  /** Aborts when the answer is given without the work's end. */
  readonly passed: AbortSignal;
  /** From now on this is what is answered then, in place of 503 `overloaded`. */
  answerWith(answer: Answer): void;
}

/** Decides on the answer. What it throws is answered by the one place that knows how. */
export type Work = (exchange: Exchange) => Promise<Answer>;

/** Makes the handler of a route; `route` is its name in metrics. */
export type Answering = (route: string, work: Work) => RequestHandler;

export interface AnsweringOptions {
  readonly logger: Logger;
  readonly metrics: HttpMetrics;
  /** Calls of these routes beyond this are refused before anything is done for them. */
  readonly mostCallsAtOnce: number;
  /** Longer than the longest wait for a channel. */
  readonly answerDeadlineMs: number;
  /** Headers of a refusal that did not get as far as the caller's rate limit. */
  readonly lastStanding?: (request: Request) => AnswerHeaders;
  /** Aborts when the process stops: from then on answers end their connection. */
  readonly stopping: AbortSignal;
}

/**
 * Every route answers through one of these: bounded in number and time, measured, and never without an answer.
 * Each has a number of its own, so that one kind of caller takes no place of another.
 */
export function createAnswering(options: AnsweringOptions): Answering {
  const { logger } = options;
  const faultAnswer = createFaultAnswer(logger);
  const { requests, seconds, inFlight } = options.metrics;
  let callsInFlight = 0;
  return (route, work) => async (request, response) => {
    const startedAtMs = performance.now();
    const deadline = createDeadline();
    const exchange = { request, response, requestId: requestIdOf(response), deadline };
    callsInFlight += 1;
    inFlight.inc();
    let answer: Answer;
    try {
      answer =
        callsInFlight > options.mostCallsAtOnce
          ? overloaded("too many calls at once")
          : await answerInTime(exchange, work, options.answerDeadlineMs);
    } catch (error) {
      answer = faultAnswer(error, exchange.requestId);
    }
    const isLast = options.stopping.aborted;
    const status = await sendAnswer(exchange, withStanding(options, exchange, answer), { logger, isLast });
    callsInFlight -= 1;
    inFlight.dec();
    requests.inc({ route, method: request.method, status });
    seconds.observe({ route }, (performance.now() - startedAtMs) / 1_000);
  };
}

interface RunningDeadline extends Deadline {
  /** @returns what is answered now */
  pass(): Answer;
}

function createDeadline(): RunningDeadline {
  const passing = new AbortController();
  let late: Answer = overloaded("the answer took too long");
  return {
    passed: passing.signal,
    answerWith: (answer) => void (late = answer),
    pass: () => {
      passing.abort();
      return late;
    },
  };
}

async function answerInTime(
  exchange: Exchange & { readonly deadline: RunningDeadline },
  work: Work,
  deadlineMs: number,
): Promise<Answer> {
  if (lacksHost(exchange.request)) return problem("body_malformed", "the request has no Host header");
  const { promise: late, resolve } = Promise.withResolvers<Answer>();
  const answer = work(exchange);
  const timer = setTimeout(() => {
    resolve(exchange.deadline.pass());
    void answer.then(letGo, () => undefined);
  }, deadlineMs);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function withStanding(
  { lastStanding }: AnsweringOptions,
  { request, response }: Exchange,
  answer: Answer,
): Answer {
  if (lastStanding === undefined || answer.kind !== "problem" || response.hasHeader("RateLimit"))
    return answer;
  return { ...answer, headers: { ...lastStanding(request), ...answer.headers } };
}

/** RFC 9112, section 3.2. */
function lacksHost({ headers, httpVersion }: IncomingMessage): boolean {
  return headers.host === undefined && httpVersion === "1.1";
}

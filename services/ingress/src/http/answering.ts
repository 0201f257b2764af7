import type { IncomingMessage, ServerResponse } from "node:http";
import { problemMediaType, problemOf } from "@compose-pay/contracts";
import type { Logger } from "@compose-pay/runtime";
import type { Request, RequestHandler } from "express";
import { type Answer, type AnswerHeaders, problem, type Refusal } from "./answer.ts";
import { createFaultAnswer, overloaded } from "./fault-answer.ts";
import type { HttpMetrics } from "./http-metrics.ts";
import { requestIdOf } from "./request-id.ts";

/** A request on its way to its answer. */
export interface Exchange {
  readonly request: Request;
  readonly response: ServerResponse;
  readonly requestId: string;
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
  const faultAnswer = createFaultAnswer(options.logger);
  const { requests, seconds, inFlight } = options.metrics;
  let callsInFlight = 0;
  return (route, work) => async (request, response) => {
    const startedAtMs = performance.now();
    const exchange: Exchange = { request, response, requestId: requestIdOf(response) };
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
    callsInFlight -= 1;
    inFlight.dec();
    const status = send(exchange, withStanding(options, exchange, answer), options.stopping.aborted);
    requests.inc({ route, method: request.method, status });
    seconds.observe({ route }, (performance.now() - startedAtMs) / 1_000);
  };
}

async function answerInTime(exchange: Exchange, work: Work, deadlineMs: number): Promise<Answer> {
  if (lacksHost(exchange.request)) return problem("body_malformed", "the request has no Host header");
  const { promise: late, resolve } = Promise.withResolvers<Answer>();
  const timer = setTimeout(() => resolve(overloaded("the answer took too long")), deadlineMs);
  try {
    return await Promise.race([work(exchange), late]);
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

/** @returns the status that was sent */
function send({ response, requestId }: Exchange, answer: Answer, isLast: boolean): number {
  const { status, contentType, body } =
    answer.kind === "content" ? answer : problemContent(answer, requestId);
  if (response.headersSent || response.destroyed) return status;
  const headers: AnswerHeaders = {
    ...answer.headers,
    ...(isLast ? { Connection: "close" } : {}),
    "Content-Type": contentType,
    "Content-Length": String(Buffer.byteLength(body)),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  };
  response.writeHead(status, headers).end(body);
  return status;
}

function problemContent({ code, detail, errors }: Refusal, requestId: string) {
  const document = problemOf(code, { detail, requestId, ...(errors === undefined ? {} : { errors }) });
  return { status: document.status, contentType: problemMediaType, body: JSON.stringify(document) };
}

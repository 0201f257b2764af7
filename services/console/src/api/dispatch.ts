import type { IncomingMessage } from "node:http";
import { ChangedMeanwhile } from "@compose-pay/application";
import {
  type ConsoleRoute,
  type ConsoleRouteName,
  consoleRouteNames,
  consoleRouteOf,
  isActing,
  isInAudit,
  parseBody,
  parseQuery,
} from "@compose-pay/contracts";
import {
  type Answer,
  clientAddress,
  type Deadline,
  type Exchange,
  invalidRequest,
  json,
  notFound,
  readJson,
  type Refusal,
  type Work,
} from "@compose-pay/http";
import { callRefusal } from "../access/call-refusal.ts";
import { type CurrentSession, findCurrentSession } from "../access/current-session.ts";
import { forgedRequest, wrongCsrfToken } from "../access/own-page.ts";
import { isStillLetIn } from "../access/still-let-in.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { auditDenial, audited, auditedDownload } from "./audited.ts";
import { changedMeanwhile } from "./changed-meanwhile.ts";
import type { CallOrigin, Handlers, Outcome, ReceivedFile } from "./handler.ts";
import { piecesWhileLetIn } from "./pieces-while-let-in.ts";
import { withReceivedFile } from "./receive-file.ts";

export interface Dispatching {
  readonly deps: ConsoleDeps;
  readonly handlers: Handlers;
}

/** A form is sent at once; who takes longer only holds a place. */
const bodyDeadlineMs = 5_000;

const names: ReadonlySet<string> = new Set(consoleRouteNames);

/**
 * What stands before every handler, in this order: the route and its method, the request's origin, the session, its
 * rights and second factor, the input. What acts is in the audit before it begins and after it has ended, a file that is
 * taken out once.
 */
export function dispatch(parts: Dispatching): Work {
  return async (exchange) => {
    const { request } = exchange;
    const name = String(request.params["name"]);
    if (!isRouteName(name)) return notFound("call");
    const route = consoleRouteOf(name);
    if (request.method !== (isActing(route) ? "POST" : "GET")) return notFound("call");
    const origin = originOf(exchange, parts.deps);
    const forged = isActing(route) ? forgedRequest(request) : null;
    if (forged !== null) return forged;
    const session = await findCurrentSession(parts.deps, request, {
      isWatching: route.kind === "events" || request.headers["x-asked-by-itself"] === "1",
    });
    if (isActing(route) && session !== null) {
      const wrong = wrongCsrfToken(request, session);
      if (wrong !== null && route.access !== "anyone") return wrong;
    }
    const refusal = callRefusal(route, session, parts.deps.clock.now());
    if (refusal !== null) {
      const facts = { name, route, session, origin, input: await soughtInput(exchange, route) };
      const isDenial = refusal.code === "not_permitted" && isInAudit(route);
      if (isDenial) await auditDenial(parts.deps, facts, refusal);
      return refusal;
    }
    const input = await readInput(exchange, route);
    if (input.kind === "refused") return input.answer;
    const call = { input: input.value, session, origin, request, deadline: exchange.deadline };
    return answerOf(await run(parts, name, call));
  };
}

interface RawCall {
  readonly input: unknown;
  readonly session: CurrentSession | null;
  readonly origin: CallOrigin;
  readonly request: IncomingMessage;
  readonly deadline: Deadline;
}

async function run(
  { deps, handlers }: Dispatching,
  name: ConsoleRouteName,
  { request, deadline, ...call }: RawCall,
): Promise<Outcome<unknown>> {
  // because the input was parsed by the schema of this very route, and its access was checked
  const handle = handlers[name] as (call: HandledCall) => Promise<Outcome<unknown>>;
  const route = consoleRouteOf(name);
  if (route.kind === "download") {
    const open = async () => whileLetIn(deps, { name, ...call }, await handle({ ...call, file: null }));
    return auditedDownload(deps, { name, route, ...call }, open);
  }
  if (!isActing(route)) return handle({ ...call, file: null });
  return audited(deps, { name, route, deadline, ...call }, async () => {
    try {
      return route.kind === "upload"
        ? await withReceivedFile({ request, settings: deps.settings }, (file) => handle({ ...call, file }))
        : await handle({ ...call, file: null });
    } catch (error) {
      if (error instanceof ChangedMeanwhile) return changedMeanwhile(deps, error);
      throw error;
    }
  });
}

/** A file that is long outlives no session: who has lost theirs gets no more of it. */
function whileLetIn(
  deps: ConsoleDeps,
  { name, session }: Pick<RawCall, "session"> & { readonly name: ConsoleRouteName },
  outcome: Outcome<unknown>,
): Outcome<unknown> {
  if (outcome.kind !== "file" || session === null) return outcome;
  const everyMs = deps.settings.LIVE_SESSION_CHECK_MS;
  const isLetIn = () => isStillLetIn(deps, session, name);
  return { ...outcome, pieces: piecesWhileLetIn(outcome.pieces, { isLetIn, everyMs }) };
}

/** What a download that is denied was to bring; a body is not read for who may not act. */
async function soughtInput(exchange: Exchange, route: ConsoleRoute): Promise<unknown> {
  if (route.kind !== "download") return undefined;
  const read = await readInput(exchange, route);
  return read.kind === "input" ? read.value : undefined;
}

type HandledCall = Omit<RawCall, "request" | "deadline"> & { readonly file: ReceivedFile | null };

/** Whether a path is that of a file's way in, which takes longer than other calls. */
export function isUpload(name: string): boolean {
  return isRouteName(name) && consoleRouteOf(name).kind === "upload";
}

/** What a call is called in metrics; there are no more names than routes. */
export function routeLabel(name: string): string {
  return isRouteName(name) ? `/api/${name}` : "none";
}

/** Whether a call needs no session, so that one that is shown proves nothing. */
export function isOpenToStrangers(name: string): boolean {
  return !isRouteName(name) || consoleRouteOf(name).access === "anyone";
}

function isRouteName(name: string): name is ConsoleRouteName {
  return names.has(name);
}

function originOf({ request, requestId }: Exchange, { settings }: ConsoleDeps): CallOrigin {
  return {
    address: clientAddress(request, settings.TRUSTED_PROXIES),
    userAgent: (request.headers["user-agent"] ?? "").slice(0, 255),
    requestId,
  };
}

type InputReading =
  | { readonly kind: "input"; readonly value: unknown }
  | { readonly kind: "refused"; readonly answer: Answer };

async function readInput({ request }: Exchange, route: ConsoleRoute): Promise<InputReading> {
  if (route.kind !== "act") return parsedInput(parseQuery(route.input, { ...request.query }));
  const body = await readJson(request, { deadlineMs: bodyDeadlineMs });
  if (body.kind === "refused") return body;
  return parsedInput(parseBody(route.input, body.kind === "empty" ? {} : body.value));
}

function parsedInput(parsed: ReturnType<typeof parseBody>): InputReading {
  return parsed.ok
    ? { kind: "input", value: parsed.value }
    : { kind: "refused", answer: invalidRequest(parsed.errors) };
}

function answerOf(outcome: Outcome<unknown>): Answer {
  switch (outcome.kind) {
    case "done":
      return json(200, { data: outcome.answer }, outcome.headers);
    case "file":
      return { ...outcome, kind: "stream" };
    case "refused": {
      const { file: _, ...said } = outcome;
      const refusal: Refusal = { ...said, kind: "problem" };
      return refusal;
    }
  }
}

import { type Answer, type Exchange, problem, readJson, type Work } from "@compose-pay/http";
import { admit, type Doors } from "./access/admit.ts";
import type { Caller } from "./access/callers.ts";

/** A call of a merchant who was let in. */
export interface Call {
  readonly caller: Caller;
  /** Also the trace id of all that follows. */
  readonly requestId: string;
  /** Of the object that the path names; empty where it names none. */
  readonly id: string;
  /** Of the object within that one. */
  readonly innerId: string;
  /** As the query string was read: strings, arrays where a name is repeated. */
  readonly query: unknown;
  /** The parsed JSON, unchecked; undefined when there was none. */
  readonly body: unknown;
  /** The `Prefer` header. */
  readonly prefer: string | undefined;
}

export type Verb = (call: Call) => Promise<Answer>;

/** `required`: a call without a body is malformed. `none`: a body is not looked at. */
export type TakesBody = "required" | "optional" | "none";

/**
 * What stands before every verb of a merchant: the doors, then the body. A signature of the whole request
 * (RFC 9421) is to be checked between the body, which it covers, and the verb.
 */
export function merchantCall(doors: Doors, takesBody: TakesBody, verb: Verb): Work {
  return async (exchange) => {
    const admitted = await admit(doors, exchange);
    if (admitted.kind === "refused") return admitted.answer;
    if (takesBody === "none") return verb(callOf(exchange, admitted.caller, undefined));
    const body = await readJson(exchange.request);
    switch (body.kind) {
      case "refused":
        return body.answer;
      case "empty":
        return takesBody === "required"
          ? problem("body_malformed", "the body is empty and must be JSON")
          : verb(callOf(exchange, admitted.caller, undefined));
      case "json":
        return verb(callOf(exchange, admitted.caller, body.value));
    }
  };
}

function callOf({ request, requestId }: Exchange, caller: Caller, body: unknown): Call {
  const { id, replay_id: innerId } = request.params;
  const { prefer } = request.headers;
  return {
    caller,
    requestId,
    id: typeof id === "string" ? id : "",
    innerId: typeof innerId === "string" ? innerId : "",
    query: request.query,
    body,
    prefer: typeof prefer === "string" ? prefer : undefined,
  };
}

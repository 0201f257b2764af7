import type {
  ConsoleAnswer,
  ConsoleInput,
  ConsoleRouteNameOf,
  Problem,
  ProblemCode,
} from "@compose-pay/contracts";
import { ConsoleProblem } from "./console-problem.ts";

export type ReadName = ConsoleRouteNameOf<"read">;
export type ActName = ConsoleRouteNameOf<"act">;
export type UploadName = ConsoleRouteNameOf<"upload">;
/** The routes whose input is a query string. */
type QueriedName = ConsoleRouteNameOf<"read" | "download" | "events" | "upload">;

/** Longer than the API takes to give up by itself. */
const answerTimeoutMs = 40_000;

/**
 * @param how `isByItself`: the page asks and nobody else, so that it keeps no session alive
 * @throws ConsoleProblem
 */
export async function read<Name extends ReadName>(
  name: Name,
  input: ConsoleInput<Name>,
  { signal, isByItself = false }: { readonly signal?: AbortSignal; readonly isByItself?: boolean } = {},
): Promise<ConsoleAnswer<Name>> {
  return send(addressOf(name, input), {
    method: "GET",
    headers: isByItself ? { "X-Asked-By-Itself": "1" } : {},
    ...(signal === undefined ? {} : { signal }),
  });
}

/** @throws ConsoleProblem; with `unreachable` it is unknown whether it was done */
export async function act<Name extends ActName>(
  name: Name,
  input: ConsoleInput<Name>,
): Promise<ConsoleAnswer<Name>> {
  return send(`/api/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf.token },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(answerTimeoutMs),
  });
}

/** Known from the answer of `session.show` on; nothing that acts passes without. */
export const csrf = { token: "" };

/** Where a file or a stream of events is, or where one goes. */
export function addressOf<Name extends QueriedName>(name: Name, input: ConsoleInput<Name>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input)) {
    if (typeof value === "string" && value !== "") query.set(key, value);
  }
  const text = query.toString();
  return text === "" ? `/api/${name}` : `/api/${name}?${text}`;
}

async function send<Answer>(address: string, request: RequestInit): Promise<Answer> {
  const response = await fetch(address, { ...request, credentials: "same-origin" }).catch(
    (error: unknown) => {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      throw new ConsoleProblem("unreachable", "no answer came");
    },
  );
  // because the API answers what the route's contract says
  return answerIn(await response.json().catch(() => null), response.status) as Answer;
}

/** @throws ConsoleProblem for one that is a refusal, or that cannot be read */
export function answerIn(json: unknown, status: number): unknown {
  // because the API answers JSON of these two shapes only; a proxy between may not
  const body = json as { data: unknown } | Problem<ProblemCode> | null;
  if (body === null) throw new ConsoleProblem("unreachable", `the answer cannot be read (${status})`);
  if ("data" in body) return body.data;
  const { code, detail, errors = [], request_id: requestId } = body;
  throw new ConsoleProblem(code, detail, { errors, requestId });
}

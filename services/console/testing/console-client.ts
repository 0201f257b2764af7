import {
  type ConsoleAnswer,
  type ConsoleInput,
  type ConsoleRouteName,
  consoleRouteOf,
  type Problem,
  type ProblemCode,
} from "@compose-pay/contracts";

export interface ClientAnswer<Answer> {
  readonly status: number;
  readonly headers: Headers;
  /** Of a success. @throws when it was refused */
  data(): Answer;
  /** Of a refusal. @throws when it was a success */
  problem(): Problem<ProblemCode>;
}

export interface ConsoleClient {
  /** Calls a route as the page does. */
  call<Name extends ConsoleRouteName>(
    name: Name,
    input: ConsoleInput<Name>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<ClientAnswer<ConsoleAnswer<Name>>>;
  /** The whole answer of a `download`, or of an `events` route that ends. */
  text<Name extends ConsoleRouteName>(name: Name, input: ConsoleInput<Name>): Promise<string>;
  /** The answer while it is still under way. */
  open<Name extends ConsoleRouteName>(
    name: Name,
    input: ConsoleInput<Name>,
    signal?: AbortSignal,
  ): Promise<Response>;
}

export interface BrowserSession {
  readonly token: string;
  readonly csrfToken: string;
}

export function consoleClient(url: string, session: BrowserSession | null = null): ConsoleClient {
  const held: Record<string, string> =
    session === null
      ? {}
      : { Cookie: `__Host-compose_pay_session=${session.token}`, "X-CSRF-Token": session.csrfToken };
  const send = (name: ConsoleRouteName, input: object, headers: Readonly<Record<string, string>> = {}) => {
    if (consoleRouteOf(name).kind !== "act")
      return fetch(`${url}/api/${name}${queryOf(input)}`, { headers: { ...held, ...headers } });
    return fetch(`${url}/api/${name}`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Sec-Fetch-Site": "same-origin",
        ...held,
        ...headers,
      },
      body: JSON.stringify(input),
    });
  };
  return {
    call: async (name, input, headers) => {
      const response = await send(name, input, headers);
      const body = (await response.json()) as { data?: never } & Problem<ProblemCode>;
      return {
        status: response.status,
        headers: response.headers,
        data: () => {
          if (response.status !== 200) throw new Error(`${name} was refused: ${JSON.stringify(body)}`);
          // because the contract's types are those of the handlers
          return body.data as never;
        },
        problem: () => {
          if (response.status === 200) throw new Error(`${name} was not refused`);
          return body;
        },
      };
    },
    text: async (name, input) => (await send(name, input)).text(),
    open: (name, input, signal) =>
      fetch(`${url}/api/${name}${queryOf(input)}`, { headers: held, signal: signal ?? null }),
  };
}

function queryOf(input: object): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input)) if (typeof value === "string") query.set(key, value);
  return query.size === 0 ? "" : `?${query.toString()}`;
}

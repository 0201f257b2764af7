import {
  type ConsoleAnswer,
  type ConsoleInput,
  type ConsoleRouteName,
  type ConsoleRouteNameOf,
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
  /** The headers by which a browser shows whose it is; none of a stranger. */
  readonly held: Readonly<Record<string, string>>;
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
  /** The answer of a `download`, as bytes. */
  file<Name extends ConsoleRouteNameOf<"download">>(
    name: Name,
    input: ConsoleInput<Name>,
  ): Promise<SavedFile>;
  /** Sends a file as the page does. */
  upload<Name extends ConsoleRouteNameOf<"upload">>(
    name: Name,
    input: ConsoleInput<Name>,
    upload: Upload,
  ): Promise<ClientAnswer<ConsoleAnswer<Name>>>;
}

export interface SavedFile {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

export interface Upload {
  readonly content: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
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
  const sendFile = (name: ConsoleRouteName, input: object, { content, headers }: Upload) => {
    const own = { "Content-Type": "application/octet-stream", "Sec-Fetch-Site": "same-origin" };
    const all = { ...own, ...held, ...headers };
    return fetch(`${url}/api/${name}${queryOf(input)}`, { method: "POST", headers: all, body: content });
  };
  const send = (name: ConsoleRouteName, input: object, headers: Readonly<Record<string, string>> = {}) => {
    const { kind } = consoleRouteOf(name);
    if (kind === "upload") return sendFile(name, input, { content: "", headers });
    if (kind !== "act")
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
    held,
    call: async (name, input, headers) => answerOf(name, await send(name, input, headers)),
    text: async (name, input) => (await send(name, input)).text(),
    file: async (name, input) => take(await send(name, input)),
    upload: async (name, input, upload) => answerOf(name, await sendFile(name, input, upload)),
    open: (name, input, signal) =>
      fetch(`${url}/api/${name}${queryOf(input)}`, { headers: held, signal: signal ?? null }),
  };
}

async function take(response: Response): Promise<SavedFile> {
  const { status, headers } = response;
  return { status, headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

async function answerOf(name: string, response: Response) {
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
}

function queryOf(input: object): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input)) if (typeof value === "string") query.set(key, value);
  return query.size === 0 ? "" : `?${query.toString()}`;
}

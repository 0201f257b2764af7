import type { StartedConsole } from "@compose-pay/start";
import { Secret, TOTP } from "otpauth";
import { request } from "undici";
import { z } from "zod";

/** Somebody who is signed in to the console. */
export interface ConsoleSession {
  /** What a browser holds of it. */
  readonly cookie: { readonly name: string; readonly value: string };
  /** Reads a route; throws when it is refused. */
  read(name: string, input?: Readonly<Record<string, string>>): Promise<unknown>;
}

const state = z.object({ data: z.object({ csrf_token: z.string() }) });
const secondFactor = z.object({ data: z.object({ secret: z.string() }) });

/** Signs in the demo's operator and binds a second factor. */
export async function signInToConsole({ url, email, password }: StartedConsole): Promise<ConsoleSession> {
  let held: Readonly<Record<string, string>> = {};
  const act = async (name: string, input: object) => {
    const headers = { "content-type": "application/json", "sec-fetch-site": "same-origin", ...held };
    const answer = await request(`${url}/api/${name}`, {
      method: "POST",
      headers,
      body: JSON.stringify(input),
    });
    if (answer.statusCode !== 200)
      throw new Error(`${name}: ${answer.statusCode} ${await answer.body.text()}`);
    return { headers: answer.headers, body: await answer.body.json() };
  };
  const signedIn = await act("session.sign_in", { email, password });
  const cookie = String(signedIn.headers["set-cookie"]).split(";")[0] ?? "";
  held = { cookie, "x-csrf-token": state.parse(signedIn.body).data.csrf_token };
  const made = await act("session.begin_second_factor", { password });
  const { secret } = secondFactor.parse(made.body).data;
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  await act("session.confirm_second_factor", { code });
  const [cookieName = "", cookieValue = ""] = cookie.split("=");
  return {
    cookie: { name: cookieName, value: cookieValue },
    read: async (name, input = {}) => {
      const query = new URLSearchParams(input).toString();
      const answer = await request(`${url}/api/${name}?${query}`, { headers: held });
      const body: unknown = await answer.body.json();
      if (answer.statusCode !== 200) throw new Error(`${name}: ${JSON.stringify(body)}`);
      return body;
    },
  };
}

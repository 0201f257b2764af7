import type { Request } from "express";
import type { z } from "zod";
import type { Reply } from "../core/answer.ts";
import { bodyBytes } from "../core/raw-body.ts";
import type { WechatAccount } from "./account.ts";
import type { Location } from "./parse-body.ts";
import { paramError, parseJson, parseMembers } from "./parse-body.ts";
import type { Mode, Party } from "./party.ts";
import { refuseParty, signerMember } from "./party.ts";

type Members = Readonly<Record<string, unknown>>;

/** One authenticated call on its way in. */
export type Incoming = { readonly account: WechatAccount; readonly req: Request; readonly mode: Mode };

/**
 * The body as `schema` reads it, after the check that it speaks for the merchant who signed and before
 * the one that this merchant may speak for the parties.
 */
export function withBody<T extends Party>(
  incoming: Incoming,
  schema: z.ZodType<T>,
  then: (request: T) => Reply,
): Reply {
  const body = readBody(incoming.req);
  if ("refused" in body) return body.refused;
  return checked(incoming, { schema, members: body.value, location: "body" }, then);
}

/** The same for the query string. */
export function withQuery<T extends Party>(
  incoming: Incoming,
  schema: z.ZodType<T>,
  then: (request: T) => Reply,
): Reply {
  return checked(incoming, { schema, members: { ...incoming.req.query }, location: "query" }, then);
}

/** A parameter of the path. */
export function param({ req }: Incoming, name: string): string {
  const value = req.params[name];
  return typeof value === "string" ? value : "";
}

function readBody(req: Request): { readonly value: Members } | { readonly refused: Reply } {
  const bytes = bodyBytes(req);
  if (bytes.length > 0 && !req.is("json")) return { refused: { status: 415, body: "" } };
  return parseJson(bytes);
}

type Input<T> = {
  readonly schema: z.ZodType<T>;
  readonly members: Members;
  readonly location: Location;
};

function checked<T extends Party>(
  { account, mode }: Incoming,
  { schema, members, location }: Input<T>,
  then: (request: T) => Reply,
): Reply {
  const signer = signerMember[mode];
  if (speaksForAnother(members[signer], account)) return foreignSigner(location, signer, members[signer]);
  const parsed = parseMembers(schema, members, location);
  if ("refused" in parsed) return parsed.refused;
  return refuseParty(account, parsed.value) ?? then(parsed.value);
}

/** A missing or malformed number is left to the check of the members. */
function speaksForAnother(mchid: unknown, account: WechatAccount): boolean {
  return typeof mchid === "string" && mchid !== "" && mchid !== account.mchid;
}

function foreignSigner(location: Location, signer: string, value: unknown): Reply {
  return paramError("商户号与Http头Authorization中的商户号不一致", {
    location,
    field: `/${signer}`,
    value,
    issue: "not the mchid of the signature",
  });
}

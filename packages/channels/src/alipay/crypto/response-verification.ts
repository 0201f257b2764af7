import type { KeyObject } from "node:crypto";

import { hasValidSignature } from "../../rsa/rsa-signature.ts";
import { type JsonMember, jsonMembers } from "./json-members.ts";

/** The parts of a gateway's answer, uninterpreted. */
export interface ResponseParts {
  /** The exact bytes under the signature: the value of the response's own member. */
  readonly node: Buffer;
  readonly sign: string | null;
  /** `alipay_cert_sn`: which certificate signed. Not under the signature itself. */
  readonly serial: string | null;
}

/**
 * Finds the response in the body of an answer, whatever the order of its members.
 *
 * @param key `alipay_trade_query_response` for `alipay.trade.query`, or `error_response`
 * @returns null when the body is no JSON object or does not have exactly one such member
 */
export function responseParts(body: Buffer, key: string): ResponseParts | null {
  const text = body.toString("latin1");
  const members = jsonMembers(text);
  const node = only(members ?? [], key);
  if (node === null) return null;
  const textOf = (name: string) => {
    const member = only(members ?? [], name);
    return member === null ? null : unquoted(text.slice(member.start, member.end));
  };
  return {
    node: body.subarray(node.start, node.end),
    sign: textOf("sign"),
    serial: textOf("alipay_cert_sn"),
  };
}

/** Alipay OpenAPI, response signature: RSA2 over the source of the response's member. */
export function isResponseAuthentic(
  { node, sign }: Pick<ResponseParts, "node" | "sign">,
  alipayKey: KeyObject,
): boolean {
  return sign !== null && hasValidSignature(node, sign, alipayKey);
}

function only(members: readonly JsonMember[], key: string): JsonMember | null {
  const found = members.filter((member) => member.key === key);
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The content of a JSON string; `\/` is the only escape that base64 can come with. */
function unquoted(source: string): string {
  return source.slice(1, -1).replaceAll("\\/", "/");
}

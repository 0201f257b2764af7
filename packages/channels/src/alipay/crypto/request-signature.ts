import type { KeyObject } from "node:crypto";

import { signSha256 } from "../../rsa/rsa-signature.ts";
import { contentOf, type Fields } from "./signed-content.ts";

/** Alipay OpenAPI, request signature: every parameter but `sign`, empty ones left out. */
export function requestContent(parameters: Fields): string {
  return contentOf(parameters, (key, value) => key !== "sign" && value !== "");
}

/** RSA2 in base64: what goes into `sign`. */
export function signRequest(parameters: Fields, privateKey: KeyObject): string {
  return signSha256(requestContent(parameters), privateKey);
}

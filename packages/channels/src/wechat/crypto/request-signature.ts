import type { KeyObject } from "node:crypto";

import { signSha256 } from "../../rsa/rsa-signature.ts";

export interface SignableRequest {
  readonly method: string;
  /** Path and query exactly as they go over the wire. */
  readonly target: string;
  /** The exact text of the body; empty when there is none. */
  readonly body: string;
}

/** What makes one request unlike every other. */
export interface RequestStamp {
  /** Unix seconds. The channel refuses more than 5 minutes of difference to its clock. */
  readonly timestamp: string;
  /** At most 32 characters, random. */
  readonly nonce: string;
}

export interface MerchantKey {
  readonly mchid: string;
  /** Serial of the merchant's API certificate: upper-case hex. */
  readonly serialNo: string;
  readonly privateKey: KeyObject;
}

/** WeChat Pay APIv3, request signature: the `Authorization` header of a request. */
export function authorizationOf(
  request: SignableRequest,
  stamp: RequestStamp,
  merchant: MerchantKey,
): string {
  return authorizationHeader(
    merchant,
    stamp,
    signSha256(requestMessage(request, stamp), merchant.privateKey),
  );
}

/** Five lines, each ended by a line feed; a request without a body ends in an empty line. */
export function requestMessage(request: SignableRequest, stamp: RequestStamp): string {
  return `${request.method}\n${request.target}\n${stamp.timestamp}\n${stamp.nonce}\n${request.body}\n`;
}

export function authorizationHeader(
  merchant: Omit<MerchantKey, "privateKey">,
  stamp: RequestStamp,
  signature: string,
): string {
  const pairs = [
    `mchid="${merchant.mchid}"`,
    `nonce_str="${stamp.nonce}"`,
    `timestamp="${stamp.timestamp}"`,
    `serial_no="${merchant.serialNo}"`,
    `signature="${signature}"`,
  ];
  return `WECHATPAY2-SHA256-RSA2048 ${pairs.join(",")}`;
}

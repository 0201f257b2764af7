import type { KeyObject } from "node:crypto";

import { chinaDateTime } from "../china-time.ts";
import { AlipaySdk } from "./alipay-sdk.ts";

/** A call of the gateway, before it is signed. */
export interface AlipayCommand {
  /** `alipay.trade.query` */
  readonly method: string;
  readonly notifyUrl: string | null;
  /** Where the customer's browser comes back, for the cashier's pages alone. */
  readonly returnUrl?: string | null;
  /** Snake case, as the protocol has it, and no empty values. */
  readonly bizContent: Readonly<Record<string, string | readonly string[]>>;
}

/** A signed call: what goes into the URL, and what goes into the form body. Both are encoded already. */
export interface SignedCommand {
  readonly query: string;
  readonly form: string;
}

export interface AlipayRequestBuilder {
  sign(command: AlipayCommand, at: Date): SignedCommand;
}

/** Who signs. The numbers of the certificates stand in every request of certificate mode. */
export interface AlipaySigner {
  readonly appId: string;
  readonly privateKey: KeyObject;
  readonly certificates: { readonly appSerial: string; readonly rootSerial: string } | null;
}

/**
 * `alipay-sdk` assembles and signs the parameters; its transport is not used, because it hides the bytes
 * that the answer's signature covers.
 */
export function createRequestBuilder({
  appId,
  privateKey,
  certificates,
}: AlipaySigner): AlipayRequestBuilder {
  const sdk = new AlipaySdk({ appId, privateKey: "set below", camelcase: false });
  // The SDK would parse a PEM for each signature; Node's signer, which it calls, takes a key as well. The
  // certificates' numbers come from our own reading, which knows more signature algorithms than the SDK's.
  const { appSerial: appCertSn, rootSerial: alipayRootCertSn } = certificates ?? {};
  Object.assign(sdk.config, { privateKey, appCertSn, alipayRootCertSn });
  return {
    sign: ({ method, notifyUrl, returnUrl, bizContent }, at) => {
      const parameters = {
        // The SDK's own would be in the time zone of the process.
        timestamp: chinaDateTime(at),
        ...(notifyUrl !== null && { notify_url: notifyUrl }),
        ...(returnUrl && { return_url: returnUrl }),
        biz_content: bizContent,
      };
      return split(sdk.sdkExecute(method, parameters, { bizContentAutoSnakeCase: false }));
    },
  };
}

/** The SDK sends the business content as the body and all else in the URL, as the gateway wants it. */
function split(signed: string): SignedCommand {
  const parts = signed.split("&");
  return {
    query: parts.filter((part) => !isForm(part)).join("&"),
    form: parts.filter(isForm).join("&"),
  };
}

function isForm(part: string): boolean {
  return part.startsWith("biz_content=");
}

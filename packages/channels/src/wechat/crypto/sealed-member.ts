import { constants, type KeyObject, publicEncrypt } from "node:crypto";

/**
 * WeChat Pay APIv3, encryption of sensitive members: RSAES-OAEP with SHA-1, in base64. The key is one of
 * WeChat Pay's, and `Wechatpay-Serial` must name it.
 */
export function sealMember(text: string, publicKey: KeyObject): string {
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  return publicEncrypt({ key: publicKey, padding, oaepHash: "sha1" }, Buffer.from(text)).toString("base64");
}

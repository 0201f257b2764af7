import { X509Certificate } from "node:crypto";
import type { WechatAccountFile } from "../wechat/account-file.ts";

/** The keys that an account file names, certificates and the public key, in PEM by their serial. */
export function proofKeysOf({ credentials }: WechatAccountFile): Record<string, string> {
  const { public_key_id: id = "", public_key: key = "", platform_certificates: pems } = credentials;
  const certificates = pems.map((pem): [string, string] => [new X509Certificate(pem).serialNumber, pem]);
  return Object.fromEntries([...certificates, [id, key]]);
}

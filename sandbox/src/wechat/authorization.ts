/** The five parts of `Authorization: WECHATPAY2-SHA256-RSA2048 …` (WeChat Pay APIv3, request signature). */
export type Authorization = {
  readonly mchid: string;
  readonly serialNo: string;
  readonly nonce: string;
  /** Unix seconds as sent: they are part of the signed text. */
  readonly timestamp: string;
  readonly signature: string;
};

const scheme = "WECHATPAY2-SHA256-RSA2048 ";
const pairsPattern = /^[a-z_]+="[^"]*"(?:,[a-z_]+="[^"]*"){4}$/;

/**
 * Reads the header value: the scheme, one space, five pairs in any order with commas and no spaces
 * between. Null for anything else.
 */
export function parseAuthorization(header: string | undefined): Authorization | null {
  if (header === undefined || !header.startsWith(scheme)) return null;
  const list = header.slice(scheme.length);
  if (!pairsPattern.test(list)) return null;
  const pairs = new Map(Array.from(list.matchAll(/([a-z_]+)="([^"]*)"/g), ([, key, value]) => [key, value]));
  const part = (name: string) => pairs.get(name) || null;
  const mchid = part("mchid");
  const serialNo = part("serial_no");
  const nonce = part("nonce_str");
  const timestamp = part("timestamp");
  const signature = part("signature");
  if (!mchid || !serialNo || !nonce || !timestamp || !signature) return null;
  if (!/^\d{1,12}$/.test(timestamp) || nonce.length > 32) return null;
  return { mchid, serialNo, nonce, timestamp, signature };
}

import { generateKeyPairSync } from "node:crypto";

const keys = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

/** The account file of a merchant number at WeChat Pay that nobody has. */
export const wechatFile = {
  channel: "wechat",
  name: "shop-wechat",
  live: false,
  base_url: "http://127.0.0.1:9",
  credentials: {
    mchid: "1900000001",
    appid: "wx0000000000000001",
    serial_no: "5157F09EFDC096DE15EBE81A47057A7200000000",
    private_key: keys.privateKey,
    apiv3_key: "nobody-may-read-this-apiv3-key-1",
    public_key_id: "PUB_KEY_ID_0119000000012026",
    public_key: keys.publicKey,
  },
} as const;

/** Texts that stand in the file and must be found nowhere else. */
export const wechatSecrets: readonly string[] = [
  wechatFile.credentials.apiv3_key,
  // A line from the middle of the key.
  wechatFile.credentials.private_key.split("\n")[3] ?? "",
];

import { createPrivateKey } from "node:crypto";

import { z } from "zod";

import { vectorsOf } from "./vectors.ts";

const text = z.string();

/**
 * A certificate of 2021 to 2031 and its private key, both published with the tests of WeChat Pay's Go SDK:
 * what a platform that signs by certificate is played with.
 */
export const platformCertificate = {
  serial: "D7CE59D1F522D701",
  effectiveTime: "2021-04-27T16:55:23+08:00",
  expireTime: "2031-04-25T16:55:23+08:00",
  pem:
    find(
      vectorsOf("wechat-certificates.json", z.object({ id: text, certificate_pem: text.optional() })),
      "wx-go-cert-serial-short",
    ).certificate_pem ?? "",
  privateKey: createPrivateKey(
    find(vectorsOf("wechat-rsa-oaep.json", z.object({ id: text, private_key_pem: text })), "wx-go-oaep")
      .private_key_pem,
  ),
};

function find<Item extends { readonly id: string }>(items: readonly Item[], id: string): Item {
  const item = items.find((each) => each.id === id);
  if (item === undefined) throw new Error(`there is no vector ${id}`);
  return item;
}

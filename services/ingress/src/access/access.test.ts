import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { addressRanges, clientAddress } from "@compose-pay/http";
import { bearerKey } from "./bearer-key.ts";

const key = `sk_test_${"a".repeat(43)}`;

describe("a bearer key", () => {
  it.each([`Bearer ${key}`, `bearer  ${key}`, `BEARER ${key} `])("is read from %j", (header) => {
    expect(bearerKey(header)).toBe(key);
  });

  it.each([
    undefined,
    "",
    "Bearer",
    key,
    `Basic ${key}`,
    "Bearer pk_test_aaaaaaaaaaaaaaaaaaaaaaaa",
    "Bearer sk_prod_aaaaaaaaaaaaaaaaaaaaaaaa",
    "Bearer sk_test_short",
    `Bearer ${key}, Bearer ${key}`,
    `Bearer sk_test_${"a".repeat(200)}`,
    `Bearer sk_test_${"a".repeat(42)}'`,
  ])("is not found in %j", (header) => {
    expect(bearerKey(header)).toBeNull();
  });
});

describe("address ranges", () => {
  const ranges = addressRanges(["10.1.0.0/16", "192.0.2.7/32", "2001:db8::/32"]);

  it.each(["10.1.255.255", "192.0.2.7", "2001:db8:1::9", "::ffff:10.1.0.1", "::ffff:a01:1"])(
    "include %s",
    (address) => expect(ranges.includes(address)).toBe(true),
  );

  it.each(["10.2.0.0", "192.0.2.8", "2001:db9::1", "::1", "", "10.1.0", "localhost"])(
    "do not include %j",
    (address) => expect(ranges.includes(address)).toBe(false),
  );

  it("let nobody in by a rule that is none", () => {
    const broken = addressRanges(["everywhere", "10.0.0.1"]);
    expect([broken.isEmpty, broken.includes("10.0.0.1")]).toEqual([false, false]);
  });
});

const requestFrom = (remoteAddress: string, forwarded?: string) => {
  const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  // because the address is all that is read of the socket
  return { headers, socket: { remoteAddress } } as IncomingMessage;
};

describe("the address of a client", () => {
  const proxies = addressRanges(["10.0.0.0/8"]);
  it.each([
    ["the socket's, without a proxy", "198.51.100.1", undefined, "198.51.100.1"],
    ["the socket's, when it is no trusted proxy", "198.51.100.1", "192.0.2.1", "198.51.100.1"],
    ["the one a trusted proxy reports", "10.0.0.1", "192.0.2.1", "192.0.2.1"],
    ["the same behind a dual-stack socket", "::ffff:10.0.0.1", "192.0.2.1", "192.0.2.1"],
    ["the outermost behind two trusted proxies", "10.0.0.1", "192.0.2.1, 10.0.0.2", "192.0.2.1"],
    ["not what the client wrote itself", "10.0.0.1", "203.0.113.9, 192.0.2.1", "192.0.2.1"],
    ["the proxy's, when it reports nothing", "10.0.0.1", undefined, "10.0.0.1"],
    ["the proxy's, when it reports no address", "10.0.0.1", "192.0.2.1, unknown", "10.0.0.1"],
  ])("is %s", (_, socket, forwarded, expected) => {
    expect(clientAddress(requestFrom(socket, forwarded), proxies)).toBe(expected);
  });

  it("is the socket's when no proxy is trusted", () => {
    expect(clientAddress(requestFrom("::ffff:10.0.0.1", "192.0.2.1"), addressRanges([]))).toBe("10.0.0.1");
  });
});

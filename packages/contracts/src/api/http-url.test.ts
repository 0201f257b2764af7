import { describe, expect, it } from "vitest";
import { httpUrl } from "./http-url.ts";

describe("httpUrl", () => {
  it.each([
    "http://shop.example",
    "HTTPS://SHOP.EXAMPLE/",
    "https://shop.example:8443/a/b?c=d&e=%20#f",
    "https://[2001:db8::7]:8443/",
    "https://xn--4gq.example/%E6%94%AF%E4%BB%98",
    "https://shop.example/a@b?c=d@e",
    "https://shop.example?x",
  ])("accepts %s, unchanged", (value) => {
    expect(httpUrl.parse(value)).toBe(value);
  });

  it.each([
    "shop.example",
    "//shop.example/",
    "https:/shop.example/",
    "https:///shop.example/",
    String.raw`https:\\shop.example`,
    String.raw`https://shop.example\@evil.example/`,
    "https://@shop.example/",
    "https://user@shop.example/",
    "https://user:secret@shop.example/",
    "https://shop.example:99999/",
    "https://[2001:db8::7/",
    " https://shop.example/",
    "https://shop.example/ ",
    "https://shop.example/a b",
    "https://shop.example/\r\nX-Injected: 1",
    "https://shop.example/\u0000",
    "https://shop.example/\ud83c",
    "https://商店.example/支付",
    "https://shop.example/<script>",
    "https://",
    "https://?x",
    "file:///etc/passwd",
    "data:text/html,x",
  ])("refuses %j", (value) => {
    expect(httpUrl.safeParse(value).success).toBe(false);
  });
});

import { describe, expect, it } from "vitest";
import { webhookUrl } from "./webhook-url.ts";

describe("webhookUrl", () => {
  it.each([
    "https://shop.example/hooks?a=b",
    "HTTP://SHOP.EXAMPLE",
    "https://user:secret@shop.example/",
    "http://127。0。0。1/",
    String.raw`https://shop.example\@evil.example/`,
    "http:///127.0.0.1/",
    `https://shop.example/${"p".repeat(235)}`,
  ])("leaves %s to the guard, unchanged", (value) => {
    expect(webhookUrl.parse(value)).toBe(value);
  });

  it.each([
    "shop.example",
    "/hooks",
    "http://",
    "http://256.256.256.256/",
    "",
    "ftp://shop.example/",
    "https:/shop.example/",
    " https://shop.example/",
    "\nhttps://shop.example/",
    "x\nhttps://shop.example/",
    `https://shop.example/${"p".repeat(236)}`,
    null,
  ])("refuses %j", (value) => {
    expect(webhookUrl.safeParse(value).success).toBe(false);
  });
});

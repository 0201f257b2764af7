import { describe, expect, it } from "vitest";
import { parseCidr } from "./parse-cidr.ts";

describe("parseCidr", () => {
  it.each([
    ["10.0.0.0/8", "10.0.0.0/8"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["203.0.113.64/26", "203.0.113.64/26"],
    [" 203.0.113.7 ", "203.0.113.7/32"],
    ["::/0", "::/0"],
    ["2001:DB8:0:0:0:0:0:0/32", "2001:db8::/32"],
    ["2001:db8:8000::/33", "2001:db8:8000::/33"],
    ["2001:db8::1", "2001:db8::1/128"],
    ["64:ff9b::1.2.3.4/128", "64:ff9b::102:304/128"],
  ])("reads %s as %s", (text, cidr) => {
    expect(parseCidr(text)).toEqual({ kind: "cidr", cidr });
  });

  it.each([
    ["10.1.2.3/8", "has bits beyond its prefix; the range is 10.0.0.0/8"],
    ["203.0.113.65/26", "has bits beyond its prefix; the range is 203.0.113.64/26"],
    ["2001:db8::1/64", "has bits beyond its prefix; the range is 2001:db8::/64"],
    ["2001:db8:c000::/33", "has bits beyond its prefix; the range is 2001:db8:8000::/33"],
    ["10.0.0.0/33", "must have a prefix length of at most 32"],
    ["::/129", "must have a prefix length of at most 128"],
    ["::ffff:10.0.0.1/128", "must be written as IPv4, not as an IPv4-mapped IPv6 address"],
  ])("refuses %s: %s", (text, reason) => {
    expect(parseCidr(text)).toEqual({ kind: "refused", reason });
  });

  it.each([
    "",
    "10.0.0/8",
    "010.0.0.0/8",
    "10.0.0.0/",
    "10.0.0.0/-1",
    "10.0.0.0/8/8",
    "host/8",
    "fe80::1%eth0",
    ":::/8",
  ])("refuses %j, which is no address", (text) => {
    expect(parseCidr(text)).toMatchObject({ kind: "refused" });
  });
});

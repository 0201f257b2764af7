import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readSettings } from "./read-settings.ts";
import { sharedSettings } from "./shared-settings.ts";

const { WEBHOOK_ALLOWED_CIDRS, WEBHOOK_ALLOWED_PORTS, CHANNEL_ALLOWED_HOSTS } = sharedSettings;
const schema = z.object({ WEBHOOK_ALLOWED_CIDRS, WEBHOOK_ALLOWED_PORTS });

describe("what webhooks may call beside public addresses", () => {
  it("is nothing, by the ports of http and https, when nobody says more", () => {
    expect(readSettings(schema, {})).toEqual({
      WEBHOOK_ALLOWED_CIDRS: [],
      WEBHOOK_ALLOWED_PORTS: [80, 443, 8_080, 8_443].map((port) => ({ from: port, to: port })),
    });
  });

  it("is ranges of addresses and of ports, separated by commas", () => {
    const settings = readSettings(schema, {
      WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8, ::1,FD00:0::/8,",
      WEBHOOK_ALLOWED_PORTS: "443, 8000-8999,1 - 65535",
    });
    expect(settings.WEBHOOK_ALLOWED_CIDRS).toEqual(["127.0.0.0/8", "::1/128", "fd00::/8"]);
    expect(settings.WEBHOOK_ALLOWED_PORTS).toEqual([
      { from: 443, to: 443 },
      { from: 8_000, to: 8_999 },
      { from: 1, to: 65_535 },
    ]);
  });

  it("is told wrong by variable and position, and the ranges themselves are not repeated", () => {
    const faulty = {
      WEBHOOK_ALLOWED_CIDRS: "10.0.0.0/8,10.0.0.1/8,inside.example",
      WEBHOOK_ALLOWED_PORTS: "443,0",
    };
    const read = () => readSettings(schema, faulty);
    expect(read).toThrow(
      /WEBHOOK_ALLOWED_CIDRS\.1 [\s\S]*WEBHOOK_ALLOWED_CIDRS\.2 [\s\S]*WEBHOOK_ALLOWED_PORTS\.1 /,
    );
    expect(read).not.toThrow(/10\.0\.0|inside/);
  });

  it.each([
    "0",
    "65536",
    "99999",
    "-1",
    "443-80",
    "80-",
    "http",
    "4 43",
    "1e3",
    "80;443",
    ",",
    "443-443-443",
  ])("has no port %j", (ports) => {
    expect(() => readSettings(schema, { WEBHOOK_ALLOWED_PORTS: ports })).toThrow(/WEBHOOK_ALLOWED_PORTS/);
  });

  it.each(["localhost", "127.0.0.1/33", "::ffff:127.0.0.0/104", "fe80::1%eth0", "10.0.0.0-10.0.0.9"])(
    "has no range %j",
    (ranges) => {
      expect(() => readSettings(schema, { WEBHOOK_ALLOWED_CIDRS: ranges })).toThrow(/WEBHOOK_ALLOWED_CIDRS/);
    },
  );
});

const hosts = (list: string | undefined) =>
  readSettings(z.object({ CHANNEL_ALLOWED_HOSTS }), list === undefined ? {} : { CHANNEL_ALLOWED_HOSTS: list })
    .CHANNEL_ALLOWED_HOSTS;

describe("hosts that channel accounts may point to", () => {
  it("are none when nobody says more, and each has a port or stands for all", () => {
    expect(hosts(undefined)).toEqual([]);
    expect(hosts("127.0.0.1, Proxy.Example:8443,[::1]:9,")).toEqual([
      "127.0.0.1",
      "proxy.example:8443",
      "[::1]:9",
    ]);
  });

  it.each(["https://proxy.example", "proxy.example/path", "u@proxy.example", "*.example", "a b", "h:99999"])(
    "have none such as %j",
    (list) => {
      expect(() => hosts(list)).toThrow(/CHANNEL_ALLOWED_HOSTS/);
    },
  );
});

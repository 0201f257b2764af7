import { describe, expect, it } from "vitest";
import { rabbitmqEnvironment, renderRabbitmqConfig } from "./rabbitmq-config.ts";
import { renderRedisConfig } from "./redis-config.ts";

describe("the configuration of a private RabbitMQ", () => {
  it("listens on loopback only, with the given password", () => {
    const lines = renderRabbitmqConfig(23_672, "0123abcd").split("\n");
    expect(lines).toContain("listeners.tcp.1 = 127.0.0.1:23672");
    expect(lines).toContain("default_pass = 0123abcd");
  });

  it("shares neither port mapper, cookie nor settings with another Erlang of the machine", () => {
    const ports = { mysql: 1, rabbitmq: 2, rabbitmqDistribution: 3, epmd: 4, redis: 5 };
    const environment = rabbitmqEnvironment("/data/rabbitmq", ports);
    expect(environment).toMatchObject({
      HOME: "/data/rabbitmq",
      ERL_EPMD_PORT: "4",
      RABBITMQ_DIST_PORT: "3",
      RABBITMQ_CONF_ENV_FILE: "/data/rabbitmq/no-rabbitmq-env.conf",
    });
    expect(environment["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"]).toContain("-start_epmd false");
  });
});

describe("the configuration of a private Redis", () => {
  const lines = renderRedisConfig({ folder: '/a "b"', port: 23_379, password: "0123abcd" }).split("\n");

  it("listens on loopback only and asks for the password", () => {
    expect(lines).toContain("bind 127.0.0.1");
    expect(lines).toContain("requirepass 0123abcd");
  });

  it("keeps an append-only file, written once a second", () => {
    expect(lines).toContain("appendonly yes");
    expect(lines).toContain("appendfsync everysec");
  });

  it("quotes its folder", () => {
    expect(lines).toContain('dir "/a \\"b\\""');
  });
});

import { describe, expect, it } from "vitest";
import { dockerRecipe } from "./docker-recipes.ts";
import { serverNames } from "./known-servers.ts";

describe("the container of a server", () => {
  it("is reached by a URL with its password", () => {
    const urls = serverNames.map((name) => dockerRecipe(name, "0123abcd").url("db:7"));
    expect(urls).toEqual([
      "mysql://root:0123abcd@db:7/compose_pay",
      "amqp://compose_pay:0123abcd@db:7",
      "redis://:0123abcd@db:7/0",
    ]);
  });

  it("is as durable as a private instance", () => {
    expect(dockerRecipe("mysql", "x").command).toContain("--innodb-flush-log-at-trx-commit=1");
    expect(dockerRecipe("redis", "x").command.join(" ")).toContain("--appendonly yes --appendfsync everysec");
  });

  it("switches the snapshots of Redis off with an empty word", () => {
    expect(dockerRecipe("redis", "0123abcd").command.slice(-4)).toEqual([
      "--requirepass",
      "0123abcd",
      "--save",
      "",
    ]);
  });

  it("keeps the broker's data under one node name, whatever the container is called", () => {
    expect(dockerRecipe("rabbitmq", "x").environment["RABBITMQ_NODENAME"]).toBe("compose_pay@localhost");
  });
});

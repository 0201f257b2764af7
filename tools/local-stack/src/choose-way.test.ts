import { describe, expect, it } from "vitest";
import { chooseWay, mayUseDocker, urlInEnvironment } from "./choose-way.ts";

describe("where a server comes from", () => {
  it("is the environment when its URL is set, whether or not Docker answers", () => {
    const env = { DATABASE_URL: "mysql://hub@db.example/compose_pay" };
    expect(chooseWay("mysql", { env, engineAnswers: true })).toBe("environment");
    expect(chooseWay("mysql", { env, engineAnswers: false })).toBe("environment");
  });

  it("is decided for each server by itself", () => {
    const env = { AMQP_URL: "amqp://mq.example" };
    expect(chooseWay("rabbitmq", { env, engineAnswers: true })).toBe("environment");
    expect(chooseWay("redis", { env, engineAnswers: true })).toBe("docker");
  });

  it("is a private instance when nothing else is there", () => {
    expect(chooseWay("redis", { env: {}, engineAnswers: false })).toBe("private");
  });

  it("does not take an empty variable for a URL", () => {
    expect(urlInEnvironment("redis", { REDIS_URL: "  " })).toBeUndefined();
    expect(chooseWay("redis", { env: { REDIS_URL: "" }, engineAnswers: true })).toBe("docker");
  });

  it("leaves Docker aside when told so", () => {
    expect(mayUseDocker({ LOCAL_STACK_DOCKER: "off" })).toBe(false);
    expect(mayUseDocker({})).toBe(true);
  });
});

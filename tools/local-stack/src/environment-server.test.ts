import { describe, expect, it } from "vitest";
import { noAnswerSentence, useEnvironmentServer } from "./environment-server.ts";
import { freePort } from "./free-port.ts";
import { LocalStackError } from "./local-stack-error.ts";

describe("the sentence about a URL that does not answer", () => {
  const refused = new Error("not ready after 15 s", {
    cause: new Error("connect ECONNREFUSED 10.0.0.1:3306"),
  });
  const sentence = noAnswerSentence("mysql", "mysql://hub:secret@10.0.0.1:3306/compose_pay", refused);

  it("names the variable, the address and the reason", () => {
    expect(sentence).toContain("DATABASE_URL is set");
    expect(sentence).toContain("10.0.0.1:3306 (connect ECONNREFUSED 10.0.0.1:3306)");
  });

  it("does not show the password", () => {
    expect(sentence).not.toContain("secret");
  });

  it("does not show what is not even a URL", () => {
    expect(noAnswerSentence("redis", "hub:secret@cache", new Error("bad"))).not.toContain("secret");
  });
});

describe("a server of the environment", () => {
  it.for([
    ["mysql", "mysql", "DATABASE_URL is set, but no MySQL or MariaDB answers"],
    ["rabbitmq", "amqp", "AMQP_URL is set, but no RabbitMQ answers"],
    ["redis", "redis", "REDIS_URL is set, but no Redis answers"],
  ] as const)("that does not answer is a fault of the settings: %s", async ([name, scheme, beginning]) => {
    const url = `${scheme}://hub:hub@127.0.0.1:${await freePort()}`;
    const used = useEnvironmentServer(name, url, { report: () => undefined, patienceMs: 50 });
    const fault: unknown = await used.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(fault).toBeInstanceOf(LocalStackError);
    expect(fault).toHaveProperty("message", expect.stringContaining(beginning));
    expect(fault).toHaveProperty("message", expect.stringContaining("ECONNREFUSED"));
  });
});

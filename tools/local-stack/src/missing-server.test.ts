import { describe, expect, it } from "vitest";
import { noAnswerSentence } from "./environment-server.ts";
import { missingServerSentence } from "./missing-server.ts";

describe("the sentence about missing servers", () => {
  it("names what is missing, the command that installs it, and the variable that replaces it", () => {
    expect(missingServerSentence(["rabbitmq"], "linux")).toBe(
      "Not found: RabbitMQ (rabbitmq-server with epmd). Either start Docker, or install it " +
        "(on Debian or Ubuntu: sudo apt-get install --no-install-recommends rabbitmq-server), " +
        "or set AMQP_URL to a running server.",
    );
  });

  it("speaks of several servers at once", () => {
    const sentence = missingServerSentence(["mysql", "rabbitmq", "redis"], "darwin");
    expect(sentence).toContain("brew install mariadb rabbitmq redis");
    expect(sentence).toContain("DATABASE_URL, AMQP_URL and REDIS_URL");
  });
});

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
});

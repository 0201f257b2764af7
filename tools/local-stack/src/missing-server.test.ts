import { describe, expect, it } from "vitest";
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

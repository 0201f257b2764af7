import { DependencyError, SecretBoxError, SettingsError } from "@compose-pay/runtime";
import { describe, expect, it } from "vitest";
import { describeFailure } from "./describe-failure.ts";

describe("describeFailure", () => {
  it.each([
    [
      "a setting that is missing",
      new SettingsError([{ variable: "AMQP_URL", fault: "is missing" }]),
      "settings_wrong",
      "the configuration is wrong: AMQP_URL is missing",
    ],
    [
      "a database that is away",
      failedQuery(Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:3306"), { code: "ECONNREFUSED" })),
      "database_unavailable",
      "the database does not answer: connect ECONNREFUSED 127.0.0.1:3306",
    ],
    [
      "a host with several addresses, none of which answers",
      failedQuery(
        Object.assign(new AggregateError([new Error("connect ECONNREFUSED ::1:3306")]), {
          code: "ECONNREFUSED",
        }),
      ),
      "database_unavailable",
      "the database does not answer: connect ECONNREFUSED ::1:3306",
    ],
    [
      "tables that are not there yet",
      failedQuery(Object.assign(new Error("Table 'x.apps' doesn't exist"), { errno: 1146 })),
      "schema_outdated",
      "the database lacks tables, run npm run migrate first (Table 'x.apps' doesn't exist)",
    ],
    [
      "a user whom the database refuses",
      Object.assign(new Error("Access denied for user 'x'@'y'"), { errno: 1045 }),
      "database_refused",
      "the database refuses DATABASE_URL: Access denied for user 'x'@'y'",
    ],
    [
      "a broker that is away",
      new DependencyError("broker", "the broker does not answer", { cause: new Error("ECONNREFUSED") }),
      "broker_unavailable",
      "the broker does not answer: ECONNREFUSED",
    ],
    [
      "a broker that gives no reason",
      new DependencyError("broker", "the broker closed the connection"),
      "broker_unavailable",
      "the broker closed the connection",
    ],
    [
      "a master key that is not the one",
      new SecretBoxError("unknown_key", "sealed with master key 01234567, which is not configured"),
      "secret_unreadable",
      "MASTER_KEY does not open what is sealed: sealed with master key 01234567, which is not configured",
    ],
    ["a bug", new TypeError("x is not a function"), "internal", "x is not a function"],
  ])("says of %s what is wrong, in one sentence", (_, error, code, message) => {
    expect(describeFailure(error)).toEqual({ kind: "failed", code, message });
  });

  it("never repeats the statement that failed, nor the values in it", () => {
    const { message } = describeFailure(failedQuery(new Error("Deadlock found")));
    expect(message).toBe("Deadlock found");
  });

  it("ends with a chain of causes that is a circle", () => {
    const error = new Error("one");
    error.cause = new Error("two", { cause: error });
    expect(describeFailure(error).code).toBe("internal");
  });
});

/** As drizzle-orm reports the error of a driver. */
function failedQuery(cause: Error): Error {
  return new Error("Failed query: insert into apps values (?)\nparams: whsec_hidden", { cause });
}

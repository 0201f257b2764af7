import { describe, expect, it } from "vitest";
import { InFlight } from "./in-flight.ts";
import type { PublishError } from "./publish-error.ts";

describe("InFlight", () => {
  it("answers each message once, by whatever comes first", () => {
    const { inFlight, answers, add } = record();
    const first = add("msg_1");
    first.confirm();
    first.fail("nacked");
    inFlight.failAll(new Error("cut"));
    expect(answers).toEqual(["msg_1 ok"]);
    expect(inFlight.size).toBe(0);
  });

  it("fails everything that is open when the connection is lost, with the cause", () => {
    const { inFlight, answers, errors, add } = record();
    add("msg_1");
    add("msg_2").confirm();
    add("msg_3");
    const cause = new Error("cut");
    inFlight.failAll(cause);
    expect(answers).toEqual(["msg_2 ok", "msg_1 connection_lost", "msg_3 connection_lost"]);
    expect(errors.map((error) => error.cause)).toEqual([cause, cause]);
  });

  it("fails a returned message, and those of its id only", () => {
    const { inFlight, answers, add } = record();
    for (const id of ["msg_1", "msg_2", "msg_1"]) add(id);
    inFlight.failReturned("msg_1");
    expect(answers).toEqual(["msg_1 unroutable", "msg_1 unroutable"]);
    expect(inFlight.size).toBe(1);
    inFlight.failAll(new Error("end of the test"));
  });

  it("gives up a message that nothing answers", async () => {
    const inFlight = new InFlight(5);
    const error = await new Promise<PublishError | null>((resolve) => {
      inFlight.add("msg_1", resolve);
    });
    expect(error?.fault).toBe("confirm_timeout");
    expect(error?.dependency).toBe("broker");
  });
});

function record() {
  const inFlight = new InFlight(60_000);
  const answers: string[] = [];
  const errors: PublishError[] = [];
  const add = (id: string) =>
    inFlight.add(id, (error) => {
      answers.push(`${id} ${error?.fault ?? "ok"}`);
      if (error !== null) errors.push(error);
    });
  return { inFlight, answers, errors, add };
}

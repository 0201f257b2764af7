import { describe, expect, it } from "vitest";
import { errors } from "undici";
import { deliveryFaultOf } from "./delivery-fault.ts";

function coded(code: string, message = "it failed"): Error {
  return Object.assign(new Error(message), { code });
}

describe("a delivery's fault", () => {
  it.each([
    ["ECONNREFUSED", "connect_refused"],
    ["ECONNRESET", "reset"],
    ["EPIPE", "reset"],
    ["ENOTFOUND", "dns"],
    ["EAI_AGAIN", "dns"],
    ["EHOSTUNREACH", "unreachable"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls"],
    ["CERT_HAS_EXPIRED", "tls"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "tls"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "tls"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "tls"],
    ["HPE_INVALID_CONSTANT", "answer_malformed"],
    ["SOMETHING_NEW", "other"],
  ])("of code %s is %s", (code, fault) => {
    expect(deliveryFaultOf(coded(code))).toBe(fault);
  });

  it("is read from undici's own errors", () => {
    expect(deliveryFaultOf(new errors.ConnectTimeoutError("slow"))).toBe("connect_timeout");
    expect(deliveryFaultOf(new errors.SocketError("other side closed"))).toBe("reset");
    expect(deliveryFaultOf(new errors.HeadersOverflowError())).toBe("answer_malformed");
  });

  it("is too_slow when the deadline of the whole attempt ended it", () => {
    expect(deliveryFaultOf(new DOMException("timed out", "TimeoutError"))).toBe("too_slow");
  });

  it("is found in what caused the error and in the first of several addresses", () => {
    expect(deliveryFaultOf(new TypeError("failed", { cause: coded("ENOTFOUND") }))).toBe("dns");
    expect(deliveryFaultOf(new AggregateError([coded("ECONNREFUSED"), coded("ENETUNREACH")]))).toBe(
      "connect_refused",
    );
  });

  it("is other for what is no error, and for causes in a circle", () => {
    const circle = new Error("circle");
    circle.cause = circle;
    expect(deliveryFaultOf("no")).toBe("other");
    expect(deliveryFaultOf(circle)).toBe("other");
  });
});

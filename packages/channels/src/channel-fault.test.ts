import { describe, expect, it } from "vitest";

import { misconfigured, ok, throttled, unknown } from "./answers.ts";
import type { ChannelCall } from "./channel.ts";
import { isChannelFault } from "./channel-fault.ts";

const call: ChannelCall = {
  operation: "query",
  startedAt: new Date(0),
  durationMs: 1,
  httpStatus: null,
  channelCode: null,
  channelRequestId: null,
};

describe("a fault of the channel", () => {
  it.each(["timeout", "connect_failed", "connection_reset", "channel_error", "signature_wrong"] as const)(
    "is %s",
    (reason) => {
      expect(isChannelFault(unknown(reason, call))).toBe(true);
    },
  );

  it("is no answer that the channel gave on purpose, and none that does not fit the order", () => {
    const answers = [
      ok({}, call),
      throttled("slow", call),
      misconfigured("NO_AUTH", call),
      unknown("refused", call),
      unknown("amount_differs", call),
      unknown("order_differs", call),
      unknown("signature_probe", call),
    ];
    for (const answer of answers) expect(isChannelFault(answer)).toBe(false);
  });
});

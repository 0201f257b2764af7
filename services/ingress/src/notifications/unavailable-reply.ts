import type { ChannelName } from "@compose-pay/domain";
import type { Content } from "@compose-pay/http";

/** What makes a channel send its notification again when we cannot take it now, in its own words. */
export function unavailableReply(channel: ChannelName): Content {
  switch (channel) {
    case "wechat":
      // WeChat Pay APIv3, payment notification: anything but 200 and 204 is sent again.
      return content("application/json", '{"code":"FAIL","message":"unavailable"}');
    case "alipay":
      // Alipay asynchronous notification: anything but the text "success" is sent again.
      return content("text/plain", "failure");
    case "mock":
      return content("text/plain", "unavailable");
  }
}

function content(contentType: string, body: string): Content {
  return { kind: "content", status: 503, contentType, body };
}

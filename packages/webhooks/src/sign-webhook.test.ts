import { describe, expect, it } from "vitest";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { parseSigningKey, signWebhook } from "./sign-webhook.ts";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw8tqgYkTz3b0=";
const body = JSON.stringify({ id: "evt_1", type: "payment.succeeded", data: { subject: "茶 🍵" } });

function headersFor(parts: {
  readonly id: string;
  readonly timestampSeconds: number;
}): Record<string, string> {
  const key = parseSigningKey(secret);
  if (key === null) throw new Error("the secret of this test is one");
  return {
    "webhook-id": parts.id,
    "webhook-timestamp": String(parts.timestampSeconds),
    "webhook-signature": signWebhook([key], { ...parts, body }),
  };
}

const now = () => Math.floor(Date.now() / 1_000);

describe("a webhook's signature", () => {
  it("is verified by the standardwebhooks package", () => {
    const headers = headersFor({ id: "evt_1", timestampSeconds: now() });
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  });

  it("does not hold for another body, id, time or secret", () => {
    const headers = headersFor({ id: "evt_1", timestampSeconds: now() });
    const webhook = new Webhook(secret);
    const otherTime = { ...headers, "webhook-timestamp": String(now() - 60) };
    expect(() => webhook.verify(`${body} `, headers)).toThrow(WebhookVerificationError);
    expect(() => webhook.verify(body, { ...headers, "webhook-id": "evt_2" })).toThrow(
      WebhookVerificationError,
    );
    expect(() => webhook.verify(body, otherTime)).toThrow(WebhookVerificationError);
    const stranger = new Webhook("whsec_c3RyYW5nZXItc3RyYW5nZXItc3RyYW5nZXI=");
    expect(() => stranger.verify(body, headers)).toThrow(WebhookVerificationError);
  });
});

describe("a signing secret", () => {
  it("is whsec_ and base64", () => {
    expect(parseSigningKey(secret)?.key.symmetricKeySize).toBe(32);
  });

  it.each(["", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_not base64", "whsec_a-b_c"])(
    "is not %j",
    (text) => {
      expect(parseSigningKey(text)).toBeNull();
    },
  );
});

import { describe, expect, it } from "vitest";
import { parseCreateAttempt } from "./create-attempt.ts";

const faultsOf = (body: unknown) => {
  const parsed = parseCreateAttempt(body);
  return parsed.ok ? [] : parsed.errors.map(({ path }) => path);
};

describe("the parameters of another attempt", () => {
  it("have a default for what may be left out", () => {
    expect(parseCreateAttempt({ method: "alipay_qr" })).toEqual({
      ok: true,
      value: { method: "alipay_qr", payer: null, client_ip: null },
    });
  });

  it.each([
    [{}, ["method"]],
    [{ method: "cash" }, ["method"]],
    [{ method: "wechat_jsapi" }, ["payer.openid"]],
    [{ method: "wechat_h5" }, ["client_ip"]],
    [{ method: "alipay_qr", payer: { openid: "o1" } }, ["payer"]],
    [{ method: "alipay_qr", amount: 1 }, ["amount"]],
    [{ method: "alipay_qr", client_ip: "here" }, ["client_ip"]],
    [[], [""]],
  ])("%j has faults at %j", (body, paths) => {
    expect(faultsOf(body)).toEqual(paths);
  });

  it.each([
    { method: "wechat_mini", payer: { openid: "o1" } },
    { method: "alipay_jsapi", payer: { buyer_id: "2088" } },
    { method: "wechat_codepay", payer: { auth_code: "130000000000000000" } },
    { method: "wechat_h5", client_ip: "203.0.113.7" },
  ])("are whole with what the method asks for: %j", (body) => {
    expect(faultsOf(body)).toEqual([]);
  });
});

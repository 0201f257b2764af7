import { type CredentialForm, credentialFieldsOf, credentialMode, isGiven } from "../credential-form.ts";
import { alipayShape } from "./alipay-credentials.ts";

const fields = credentialFieldsOf(alipayShape, {
  mode: "derived",
  app_id: { input: "line" },
  seller_id: { input: "line" },
  private_key: { input: "text", isSecret: true },
  alipay_public_key: { input: "text" },
  app_certificate: { input: "text", certificates: "own" },
  alipay_certificate: { input: "text", certificates: "channel" },
  alipay_root_certificate: { input: "text" },
  op_app_id: { input: "line" },
  page_as: { input: "choice", choices: ["redirect", "form"] },
});

const everywhere = ["op_app_id", "page_as"];

/** How an application at Alipay is asked for: with Alipay's public key, or with certificates. */
export const alipayForm: CredentialForm = {
  baseUrl: "https://openapi.alipay.com/gateway.do",
  origins: ["https://openapi.alipay.com"],
  addresses: [],
  modes: [
    credentialMode("certificate", fields, {
      needs: ["app_certificate", "alipay_certificate", "alipay_root_certificate"],
      offers: everywhere,
    }),
    credentialMode("key", fields, { needs: ["alipay_public_key"], offers: everywhere }),
  ],
  modeOf: (credentials) => (isGiven(credentials["alipay_public_key"]) ? "key" : "certificate"),
  needsChannelCertificates: (credentials) => !isGiven(credentials["alipay_public_key"]),
};

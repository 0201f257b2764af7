import { type CredentialForm, credentialFieldsOf, credentialMode, isGiven } from "../credential-form.ts";
import { officialBackup, officialOrigin } from "./wechat-hosts.ts";
import { wechatShape } from "./wechat-credentials.ts";

const fields = credentialFieldsOf(wechatShape, {
  mode: "derived",
  mchid: { input: "line" },
  appid: { input: "line" },
  sub_mchid: { input: "line" },
  sub_appid: { input: "line" },
  mini_appid: { input: "line" },
  app_appid: { input: "line" },
  store_out_id: { input: "line" },
  serial_no: { input: "line" },
  private_key: { input: "text", isSecret: true },
  certificate: { input: "text", certificates: "own" },
  apiv3_key: { input: "line", isSecret: true },
  public_key_id: { input: "line" },
  public_key: { input: "text" },
  platform_certificates: { input: "texts", certificates: "channel" },
  backup_base_url: { input: "line" },
});

const everywhere = ["mini_appid", "app_appid", "store_out_id", "certificate", "backup_base_url"];
const publicKey = ["public_key_id", "public_key"];
const certificates = "platform_certificates";

/** How an account of WeChat Pay is asked for: by what proves its answers, and for whom a provider speaks. */
export const wechatForm: CredentialForm = {
  baseUrl: officialOrigin,
  origins: [officialOrigin, officialBackup],
  addresses: ["backup_base_url"],
  modes: [
    credentialMode("public_key", fields, { needs: publicKey, offers: everywhere }),
    credentialMode("platform_certificates", fields, { offers: [...everywhere, certificates] }),
    credentialMode("both", fields, { needs: [...publicKey, certificates], offers: everywhere }),
    credentialMode("service_provider", fields, {
      needs: ["sub_mchid"],
      offers: [...everywhere, "sub_appid", ...publicKey, certificates],
    }),
  ],
  modeOf: (credentials) => {
    if (isGiven(credentials["sub_mchid"])) return "service_provider";
    if (!isGiven(credentials["public_key"])) return certificates;
    return isGiven(credentials[certificates]) ? "both" : "public_key";
  },
  needsChannelCertificates: (credentials) => !isGiven(credentials["public_key"]),
};

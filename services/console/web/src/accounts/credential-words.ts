import type { AccountView } from "@compose-pay/contracts";
import { useWords, type Words } from "../shell/words.ts";

/** What a credential is called, what it is, and where it comes from. */
export interface CredentialText {
  readonly title: string;
  readonly meaning: string;
}

type CredentialTexts = Readonly<Record<string, CredentialText>>;

const chinese: CredentialTexts = {
  mchid: { title: "商户号", meaning: "微信支付商户平台的商户号；服务商模式下为服务商商户号" },
  appid: { title: "AppID", meaning: "与商户号绑定的公众号、小程序或应用的 AppID" },
  sub_mchid: { title: "特约商户号", meaning: "服务商代为收款的子商户，资金归其所有" },
  sub_appid: { title: "特约商户 AppID", meaning: "子商户自己的 AppID，可不填" },
  mini_appid: { title: "小程序 AppID", meaning: "与 AppID 不同时填写，用于小程序支付" },
  app_appid: { title: "移动应用 AppID", meaning: "与 AppID 不同时填写，用于 App 支付" },
  store_out_id: { title: "门店编号", meaning: "付款码支付上送的商户门店编号；不填则使用商户号" },
  serial_no: { title: "商户 API 证书序列号", meaning: "商户平台「API 安全」中查看，十六进制" },
  "wechat.private_key": { title: "商户 API 私钥", meaning: "apiclient_key.pem，PEM 格式，用于请求签名" },
  "alipay.private_key": {
    title: "应用私钥",
    meaning: "RSA2（2048 位），PEM 格式或密钥工具导出的 Base64，用于请求签名",
  },
  certificate: { title: "商户 API 证书", meaning: "apiclient_cert.pem；仅用于提醒到期，可不填" },
  apiv3_key: { title: "APIv3 密钥", meaning: "商户平台「API 安全」中设置，恰好 32 字节；没有它收不到通知" },
  public_key_id: { title: "微信支付公钥 ID", meaning: "以 PUB_KEY_ID_ 开头，商户平台「微信支付公钥」" },
  public_key: { title: "微信支付公钥", meaning: "PEM 格式，用于验证微信支付的应答和通知，不会过期" },
  platform_certificates: {
    title: "微信支付平台证书",
    meaning: "PEM 格式，可粘贴多张；不填则自动下载并每 10 小时更新",
  },
  backup_base_url: { title: "备用网关地址", meaning: "首个地址无法连接时使用；官方地址的备用地址已内置" },
  app_id: { title: "应用 APPID", meaning: "支付宝开放平台的应用编号，16 至 32 位数字" },
  seller_id: { title: "收款账号 PID", meaning: "2088 开头的 16 位数字；其他收款方的通知会被拒绝" },
  alipay_public_key: {
    title: "支付宝公钥",
    meaning: "开放平台展示的「支付宝公钥」，不是应用自己的公钥",
  },
  app_certificate: { title: "应用公钥证书", meaning: "appCertPublicKey_….crt，必须与私钥配对" },
  alipay_certificate: { title: "支付宝公钥证书", meaning: "alipayCertPublicKey_RSA2.crt" },
  alipay_root_certificate: { title: "支付宝根证书", meaning: "alipayRootCert.crt，请粘贴文件的全部内容" },
  page_as: {
    title: "网站支付的应答方式",
    meaning: "redirect：返回跳转地址（默认）；form：返回自动提交的表单",
  },
  op_app_id: { title: "小程序 APPID", meaning: "支付宝小程序支付所在的小程序，与应用不同时填写" },
};

const english: CredentialTexts = {
  mchid: { title: "Merchant number (mchid)", meaning: "Of the merchant platform; a service provider's own" },
  appid: {
    title: "App id",
    meaning: "Of an official account, mini program or app that is bound to the merchant number",
  },
  sub_mchid: { title: "Sub-merchant number", meaning: "The merchant that a service provider speaks for" },
  sub_appid: { title: "Sub-merchant's app id", meaning: "Optional" },
  mini_appid: { title: "Mini program's app id", meaning: "Where it differs from the app id" },
  app_appid: { title: "Mobile app's app id", meaning: "Where it differs from the app id" },
  store_out_id: {
    title: "Store number",
    meaning: "Named by payments by code; the merchant number where it is left out",
  },
  serial_no: {
    title: "API certificate's serial number",
    meaning: "Hex, shown by the merchant platform under API security",
  },
  "wechat.private_key": { title: "API private key", meaning: "apiclient_key.pem; signs requests" },
  "alipay.private_key": {
    title: "Application's private key",
    meaning: "RSA2, 2048 bits: PEM, or the base64 of Alipay's key tool; signs requests",
  },
  certificate: {
    title: "API certificate",
    meaning: "apiclient_cert.pem; only looked at, so that its end is warned of",
  },
  apiv3_key: {
    title: "APIv3 key",
    meaning: "Exactly 32 bytes; without it WeChat Pay sends no notifications",
  },
  public_key_id: { title: "Public key's id", meaning: "Begins with PUB_KEY_ID_" },
  public_key: {
    title: "WeChat Pay public key",
    meaning: "PEM; verifies answers and notifications, and does not expire",
  },
  platform_certificates: {
    title: "Platform certificates",
    meaning: "PEM, one or several; left out they are downloaded, and again every 10 hours",
  },
  backup_base_url: {
    title: "Second address",
    meaning: "For calls that do not reach the first; the official one is known",
  },
  app_id: { title: "Application id", meaning: "Of Alipay's open platform, 16 to 32 digits" },
  seller_id: {
    title: "Seller's id (PID)",
    meaning: "16 digits beginning 2088; notifications for another seller are refused",
  },
  alipay_public_key: {
    title: "Alipay's public key",
    meaning: "Alipay's, not the application's own beside it",
  },
  app_certificate: {
    title: "Application's certificate",
    meaning: "appCertPublicKey_….crt, of the private key",
  },
  alipay_certificate: { title: "Alipay's certificate", meaning: "alipayCertPublicKey_RSA2.crt" },
  alipay_root_certificate: {
    title: "Alipay's root certificates",
    meaning: "alipayRootCert.crt, all of the file",
  },
  page_as: { title: "Pages are answered as", meaning: "redirect (default) or a form that posts itself" },
  op_app_id: { title: "Mini program's id", meaning: "That alipay_jsapi pays in, where it is another one" },
};

const texts: Words<CredentialTexts> = { "zh-CN": chinese, en: english };

/** What a credential of a channel is called and means; one that has no text here is called by its name. */
export function useCredentialText(channel: AccountView["channel"]): (name: string) => CredentialText {
  const known = useWords(texts);
  return (name) => known[`${channel}.${name}`] ?? known[name] ?? { title: name, meaning: "" };
}

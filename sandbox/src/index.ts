export { startSandbox } from "./start-sandbox.ts";
export type { Sandbox, SandboxOptions } from "./start-sandbox.ts";
export type { AccountFiles } from "./control/control-desk.ts";
export type { AlipayAccountFile, AlipayCertificateAccountFile } from "./alipay/account-file.ts";
export type { WechatAccountFile } from "./wechat/account-file.ts";

import { generateKeyPair, randomBytes } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { issueCertificate } from "../core/certificate.ts";
import type { Issuer, Subject } from "../core/certificate.ts";
import { toCompactDay } from "../core/china-time.ts";
import { generateRsaKeyPair } from "../core/rsa.ts";
import { certificateSn } from "./certificate-sn.ts";

const yearMs = 365 * 24 * 60 * 60 * 1000;
const generate = promisify(generateKeyPair);

/** A certificate authority below the root. */
export type Intermediate = { readonly issuer: Issuer; readonly pem: string };

/** Everything that hangs on the root, as it is made at the first need. */
export type Authority = {
  /** PEM texts in a row: an elliptic-curve root, the root, and an RSA root that issues nothing here. */
  readonly rootBundle: string;
  readonly rootSn: string;
  /** Issues applications' certificates. */
  readonly class1: Intermediate;
  /** Issues Alipay's own. */
  readonly class2: Intermediate;
};

/**
 * Root → Class 1 R1 → applications, Root → Class 2 R1 → Alipay, as at Alipay. The bundle of roots holds
 * one certificate that is not signed with RSA and does not count for its number.
 */
export async function createAuthority(nowMs: number): Promise<Authority> {
  const [rootKeys, class1Keys, class2Keys, strangerKeys, curveKeys] = await Promise.all([
    generateRsaKeyPair(),
    generateRsaKeyPair(),
    generateRsaKeyPair(),
    generateRsaKeyPair(),
    generate("ec", { namedCurve: "P-256" }),
  ]);
  const root = { name: antName("R1"), keys: rootKeys };
  const curveRoot = await issueRoot({ name: antName("E1"), keys: curveKeys }, nowMs);
  const rsaRoots = [
    await issueRoot(root, nowMs),
    await issueRoot(
      { name: "C=CN,O=Sandbox Trust,OU=Sandbox Root CA,CN=Sandbox Root CA R1", keys: strangerKeys },
      nowMs,
    ),
  ];
  const intermediate = async (name: string, keys: Issuer["keys"]): Promise<Intermediate> => {
    const pem = await issueNow(
      root,
      { name, publicKey: keys.publicKey, isAuthority: true },
      { nowMs, years: 20 },
    );
    return { issuer: { name, keys }, pem };
  };
  return {
    rootBundle: [curveRoot, ...rsaRoots].join(""),
    rootSn: rsaRoots.map(certificateSn).join("_"),
    class1: await intermediate(antName("Class 1 R1"), class1Keys),
    class2: await intermediate(antName("Class 2 R1"), class2Keys),
  };
}

/** An application's certificate: its subject names the seller and the application. */
export function issueForApplication(
  { class1 }: Authority,
  owner: { readonly appId: string; readonly sellerId: string; readonly publicKey: KeyObject },
  validity: { readonly from: number; readonly until: number },
): Promise<string> {
  const name = `C=CN,O=sandbox merchant,OU=Alipay,CN=${owner.sellerId}-${owner.appId}`;
  return issue(class1.issuer, { name, publicKey: owner.publicKey }, validity);
}

/** A certificate of Alipay itself, for five years. */
export function issueForAlipay({ class2 }: Authority, publicKey: KeyObject, nowMs: number): Promise<string> {
  const name =
    "C=CN,O=支付宝(中国)网络技术有限公司,OU=Alipay,CN=支付宝(中国)网络技术有限公司-2088000000000156";
  return issueNow(class2.issuer, { name, publicKey }, { nowMs, years: 5 });
}

function antName(rank: string): string {
  return `C=CN,O=Ant Financial test,OU=Certification Authority test,CN=Ant Financial Certification Authority ${rank} test`;
}

function issueRoot(root: Issuer, nowMs: number): Promise<string> {
  return issueNow(root, { name: root.name, publicKey: root.keys.publicKey }, { nowMs, years: 30 });
}

function issueNow(
  issuer: Issuer,
  subject: Subject,
  { nowMs, years }: { readonly nowMs: number; readonly years: number },
): Promise<string> {
  return issue(issuer, subject, { from: nowMs, until: nowMs + years * yearMs });
}

/** 128-bit serial numbers that begin with the day, as Alipay's do. */
async function issue(
  issuer: Issuer,
  subject: Subject,
  validity: { readonly from: number; readonly until: number },
): Promise<string> {
  const serialNo = toCompactDay(Date.now()) + randomBytes(12).toString("hex");
  const { pem } = await issueCertificate(issuer, { ...subject, serialNo }, validity);
  return pem;
}

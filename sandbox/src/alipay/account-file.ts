import { publicPem } from "../core/rsa.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayPlatform } from "./platform.ts";

type Common = {
  readonly channel: "alipay";
  readonly name: string;
  readonly live: false;
  readonly base_url: string;
};

type OwnCredentials = {
  readonly app_id: string;
  readonly seller_id: string;
  readonly private_key: string;
};

/** What a merchant's system is configured with to reach this application by plain keys. */
export type AlipayAccountFile = Common & {
  readonly credentials: OwnCredentials & { readonly alipay_public_key: string };
};

/** The same for an application that uses certificates; all three are PEM texts, the last one a bundle. */
export type AlipayCertificateAccountFile = Common & {
  readonly credentials: OwnCredentials & {
    readonly app_certificate: string;
    readonly alipay_certificate: string;
    readonly alipay_root_certificate: string;
  };
};

type Place = { readonly name: string; readonly url: string };

/** The file of an application in key mode. */
export function alipayAccountFile(
  account: AlipayAccount,
  platform: AlipayPlatform,
  place: Place,
): AlipayAccountFile {
  const credentials = { ...ownCredentials(account), alipay_public_key: publicPem(platform.publicKey) };
  return { ...common(place), credentials };
}

/** The file of an application in certificate mode, with the certificate that Alipay signs with now. */
export async function alipayCertificateAccountFile(
  account: AlipayAccount,
  platform: AlipayPlatform,
  place: Place,
): Promise<AlipayCertificateAccountFile> {
  if (account.certificate === undefined) throw new Error(`${account.appId} has no certificate`);
  const certificates = await platform.certificates();
  return {
    ...common(place),
    credentials: {
      ...ownCredentials(account),
      app_certificate: account.certificate.pem,
      alipay_certificate: certificates.current().pem,
      alipay_root_certificate: certificates.authority.rootBundle,
    },
  };
}

function common(place: Place): Common {
  return { channel: "alipay", name: place.name, live: false, base_url: `${place.url}/gateway.do` };
}

function ownCredentials(account: AlipayAccount): OwnCredentials {
  return { app_id: account.appId, seller_id: account.sellerId, private_key: account.privateKey };
}

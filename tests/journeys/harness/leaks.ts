import type { Product } from "@compose-pay/start";
import { z } from "zod";
import { readLogs } from "./logs.ts";

const accountFiles = z.object({
  wechat: z.object({ credentials: z.looseObject({ private_key: z.string(), apiv3_key: z.string() }) }),
  alipay: z.object({ credentials: z.looseObject({ private_key: z.string() }) }),
});

/** Looks for the stage's secrets in every log file; answers `<file>: <which>` for each that stands there. */
export async function findLeaks(stage: {
  readonly product: Product;
  readonly masterKey: string;
  readonly logFolder: string;
}): Promise<readonly string[]> {
  const secrets = await secretsOf(stage);
  const logs = readLogs(stage.logFolder);
  const isWritten = logs.some(({ file, text }) => file.startsWith("ingress") && text.length > 100);
  if (!isWritten) throw new Error("ingress has logged nothing: the search proves nothing");
  return logs.flatMap(({ file, text }) =>
    secrets.filter((secret) => text.includes(secret.text)).map(({ name }) => `${file}: ${name}`),
  );
}

interface Secret {
  readonly name: string;
  /** A part that is long enough to be nothing else. */
  readonly text: string;
}

async function secretsOf({
  product,
  masterKey,
}: {
  readonly product: Product;
  readonly masterKey: string;
}): Promise<readonly Secret[]> {
  const response = await fetch(`${product.sandboxUrl}/control/accounts`);
  const { wechat, alipay } = accountFiles.parse(await response.json());
  return [
    { name: "the API key", text: product.demo.apiKey },
    { name: "the webhook secret", text: product.demo.webhookSecret.replace("whsec_", "") },
    { name: "the master key", text: masterKey },
    { name: "WeChat's APIv3 key", text: wechat.credentials.apiv3_key },
    { name: "the private key at WeChat", text: innerLine(wechat.credentials.private_key) },
    { name: "the private key at Alipay", text: innerLine(alipay.credentials.private_key) },
  ];
}

/** A PEM is written with other line ends in JSON, so one of its inner lines stands for it. */
function innerLine(key: string): string {
  const lines = key.split("\n").filter((line) => line !== "" && !line.startsWith("-----"));
  return (lines[Math.floor(lines.length / 2)] ?? key).slice(0, 64);
}

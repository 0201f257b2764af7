import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Product } from "@compose-pay/start";
import { z } from "zod";

const accountFiles = z.object({
  wechat: z.object({ credentials: z.looseObject({ private_key: z.string(), apiv3_key: z.string() }) }),
  alipay: z.object({ credentials: z.looseObject({}) }),
});

/** Looks for the stage's secrets in every log file; answers `<file>: <which>` for each that stands there. */
export async function findLeaks(stage: {
  readonly product: Product;
  readonly masterKey: string;
  readonly logFolder: string;
}): Promise<readonly string[]> {
  const secrets = await secretsOf(stage);
  const files = readdirSync(stage.logFolder);
  if (files.length < 5) throw new Error(`only ${files.join(", ")} were written: the search proves nothing`);
  return files.flatMap((file) => {
    const log = readFileSync(path.join(stage.logFolder, file), "utf8");
    return secrets.filter(({ text }) => log.includes(text)).map(({ name }) => `${file}: ${name}`);
  });
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
  const keys = [wechat, alipay].flatMap(({ credentials }) =>
    Object.entries(credentials).filter(([name]) => /private_key|apiv3_key/.test(name)),
  );
  return [
    { name: "the API key", text: product.demo.apiKey },
    { name: "the webhook secret", text: product.demo.webhookSecret.replace("whsec_", "") },
    { name: "the master key", text: masterKey },
    ...keys.map(([name, value]) => ({ name, text: innermostLine(String(value)) })),
  ];
}

/** A PEM is written with other line ends in JSON, so one of its inner lines stands for it. */
function innermostLine(key: string): string {
  const lines = key.split("\n").filter((line) => line !== "" && !line.startsWith("-----"));
  const line = lines[Math.floor(lines.length / 2)] ?? key;
  return line.slice(0, 64);
}

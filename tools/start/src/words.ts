import type { StackFile } from "./stack-file.ts";

/** Prints each line with the seconds since the start. */
export function progress(): (line: string) => void {
  const startedAt = performance.now();
  return (line) => {
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6);
    console.log(`${seconds} s  ${line}`);
  };
}

function operatorWords({ operator }: StackFile): string {
  return operator === null ? "with the password that you chose" : `${operator.email}  ${operator.password}`;
}

/** Where everything is, and a first call to try. */
export function addresses(stack: StackFile, stackFile: string): string {
  return `
  API         ${stack.api_url}          reference: ${stack.api_url}/docs
  Sandbox     ${stack.sandbox_url}          pay the demo's orders here
  Console     ${stack.console_url}          ${operatorWords(stack)}
  API key     ${stack.api_key}
  All of it   ${stackFile}

  A payment:
    curl -s ${stack.api_url}/v1/payments \\
      -H 'Authorization: Bearer ${stack.api_key}' -H 'Content-Type: application/json' \\
      -d '{"order_no":"A'$(date +%s)'","amount":100,"method":"wechat_native","subject":"Tea"}'

  Ctrl-C stops everything that was started here and keeps the data.
`;
}

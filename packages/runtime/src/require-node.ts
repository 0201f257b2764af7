/** The first version that runs these TypeScript files as they are and has all of `node:crypto` used here. */
const least = { major: 24, minor: 15 };

/** Throws one sentence when the running Node is too old. Installing with npm brings the right one along. */
export function requireNode(version: string = process.versions.node): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > least.major || (major === least.major && minor >= least.minor)) return;
  throw new Error(
    `compose-pay needs Node ${least.major}.${least.minor} or newer and this is ${version}: ` +
      "start it with npm run or npx, which use the Node that npm ci installed",
  );
}

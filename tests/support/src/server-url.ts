/** The URL of a server that the tests run on; throws with what to do when it is not set. */
export function serverUrl(variable: "DATABASE_URL" | "AMQP_URL" | "REDIS_URL"): string {
  const url = process.env[variable];
  if (url === undefined || url === "") {
    throw new Error(`${variable} is not set: run these tests by "npm test", which brings up the servers`);
  }
  return url;
}

import { lookup, Resolver } from "node:dns/promises";

/** All addresses of a host's name, of both families. Rejects with the resolver's error when there is none. */
export type HostResolver = (host: string) => Promise<readonly string[]>;

/** Of one question to one server; it is asked twice, the second time twice as long. */
const questionTimeoutMs = 700;
/** Questions to the system at one time: each takes one of the process's four threads for as long as it hangs. */
const mostSystemLookups = 2;
const mostWaitingLookups = 100;

/**
 * Asks the name servers without a thread for each question, so that names whose servers hang delay no other; then,
 * for a name that they do not know, the system, which has `/etc/hosts` and search domains. Who asks for the same
 * name at the same time shares one question.
 *
 * @param options.servers name servers, as `dns.setServers` takes them; the system's when left out
 */
export function createHostResolver({ servers }: { readonly servers?: readonly string[] } = {}): HostResolver {
  const resolver = new Resolver({ timeout: questionTimeoutMs, tries: 2 });
  if (servers !== undefined) resolver.setServers(servers);
  const lookUp = createSystemLookup();
  const underWay = new Map<string, Promise<readonly string[]>>();
  const resolve = async (host: string): Promise<readonly string[]> => {
    try {
      return await askNameServers(resolver, host);
    } catch (error) {
      if (isTimeout(error)) throw error;
      return await lookUp(host);
    } finally {
      underWay.delete(host);
    }
  };
  return (host) => {
    const answer = underWay.get(host) ?? resolve(host);
    underWay.set(host, answer);
    return answer;
  };
}

async function askNameServers(resolver: Resolver, host: string): Promise<readonly string[]> {
  const families = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const addresses = families.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
  const [ipv4] = families;
  if (addresses.length === 0 && ipv4.status === "rejected") throw ipv4.reason;
  return addresses;
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ETIMEOUT";
}

function createSystemLookup(): HostResolver {
  let busy = 0;
  const waiting: (() => void)[] = [];
  return async (host) => {
    if (busy >= mostSystemLookups) {
      if (waiting.length >= mostWaitingLookups) {
        throw Object.assign(new Error("too many names are looked up"), { code: "EAI_AGAIN" });
      }
      // Who ends hands its place on.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else busy += 1;
    try {
      return (await lookup(host, { all: true })).map(({ address }) => address);
    } finally {
      const next = waiting.shift();
      if (next === undefined) busy -= 1;
      else next();
    }
  };
}

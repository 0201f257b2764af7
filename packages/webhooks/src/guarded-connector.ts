import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { type buildConnector, errors } from "undici";
import { AddressNotAllowedError, type UrlGuard } from "./url-guard.ts";

/** Of each family; a host with more addresses is reached by its first ones. */
const mostAddressesTried = 2;
/** For each address but the last; a round trip to the other side of the world fits in. */
const triedForMs = 500;

type Settle = (outcome: Error | Socket) => void;

/**
 * Opens connections to where the guard lets them go and to nowhere else: a host's addresses are asked for once, all
 * of them are checked, and the socket is opened to exactly these. The certificate is checked against the name.
 * Each connection is new in every respect: no TLS session of an earlier one is taken up.
 *
 * @param connectTimeoutMs for the name, the connection and TLS together
 */
export function guardedConnector(guard: UrlGuard, connectTimeoutMs: number): buildConnector.connector {
  return (options, callback) => {
    const settle: Settle = (outcome) => {
      clearTimeout(timer);
      if (outcome instanceof Error) callback(outcome, null);
      else callback(null, outcome);
    };
    const opening = createOpening(guard, settle);
    const timer = setTimeout(() => opening.cut(), connectTimeoutMs);
    guard.addressesOf(options.hostname).then(
      (addresses) => opening.open(options, addresses),
      (error: Error) => opening.end(error),
    );
  };
}

/** One connection on its way; settles once, whatever happens later. */
function createOpening(guard: UrlGuard, settle: Settle) {
  let isDone = false;
  let socket: Socket | null = null;
  const end: Settle = (outcome) => {
    if (isDone) return;
    isDone = true;
    if (outcome instanceof Error) socket?.destroy();
    settle(outcome);
  };
  return {
    end,
    cut: () => end(new errors.ConnectTimeoutError("no connection in time")),
    open: (options: buildConnector.Options, addresses: readonly string[]) => {
      if (isDone) return;
      const opened =
        options.protocol === "https:" ? openTls(options, addresses) : openTcp(options, addresses);
      socket = opened;
      const isOpen = options.protocol === "https:" ? "secureConnect" : "connect";
      opened.on("error", end).once(isOpen, () => {
        const isRight = guard.isAllowedAddress(opened.remoteAddress ?? "");
        end(isRight ? opened : new AddressNotAllowedError());
      });
    },
  };
}

function openTcp(options: buildConnector.Options, addresses: readonly string[]): Socket {
  return connectTcp({ ...pinned(options, addresses), port: Number(options.port || 80), noDelay: true });
}

/** An address is not sent along as a name, and its certificate must name the address. */
function openTls(options: buildConnector.Options, addresses: readonly string[]): Socket {
  const { hostname, port } = options;
  const socket = connectTls({
    ...pinned(options, addresses),
    port: Number(port || 443),
    servername: isIP(hostname) === 0 ? hostname.replace(/\.$/, "") : "",
    ALPNProtocols: ["http/1.1"],
    rejectUnauthorized: true,
  });
  return socket.setNoDelay(true);
}

function pinned({ hostname }: buildConnector.Options, addresses: readonly string[]) {
  const lookup = pinnedTo(addresses);
  return { host: hostname, lookup, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: triedForMs };
}

/** Answers what was checked, however often it is asked. Node tries them in this order, the families in turn. */
function pinnedTo(addresses: readonly string[]): LookupFunction {
  const answers = [4, 6].flatMap((family) =>
    addresses
      .filter((address) => isIP(address) === family)
      .slice(0, mostAddressesTried)
      .map((address) => ({ address, family })),
  );
  return (host, { all }, callback) => {
    const [first] = answers;
    if (first === undefined) {
      callback(Object.assign(new Error(`no address of ${host}`), { code: "ENOTFOUND" }), "");
    } else if (all === true) callback(null, answers);
    else callback(null, first.address, first.family);
  };
}

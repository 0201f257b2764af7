import { Socket } from "node:net";

import { AlipaySdk } from "alipay-sdk";

/**
 * The package brings an HTTP client, which is not used here and replaces `destroy` of every socket of the
 * process, by one that throws when the same error ends two sockets: any pool of connections that is
 * destroyed does that. The replacement hides Node's own, which sockets inherit, and is taken back.
 */
Reflect.deleteProperty(Socket.prototype, "destroy");

export { AlipaySdk };

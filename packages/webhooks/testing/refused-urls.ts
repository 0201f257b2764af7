import type { UrlRefusal } from "../src/url-guard.ts";
import { wordsOf } from "./words-of.ts";

/** Where a test's own server listens, on loopback. */
export const portMark = "{port}";

/** Of a name in these URLs: what the resolver of the test answers. */
export const refusedNames: Readonly<Record<string, readonly string[]>> = {
  "127.0.0.1.nip.io": ["127.0.0.1"],
  "10-0-0-1.sslip.io": ["10.0.0.1"],
  "localtest.me": ["127.0.0.1", "::1"],
  "metadata.google.internal": ["169.254.169.254"],
  redis: ["172.18.0.4"],
  "kubernetes.default.svc": ["10.96.0.1"],
  "public-then-private.example": ["93.184.215.14", "127.0.0.1"],
  "private-then-public.example": ["127.0.0.1", "93.184.215.14"],
  "one-of-many.example": [...Array.from({ length: 40 }, (_, index) => `93.184.215.${index + 1}`), "10.0.0.1"],
  "second-family.example": ["93.184.215.14", "::1"],
  "first-family.example": ["127.0.0.1", "2606:4700::1111"],
  "mapped.example": ["::ffff:127.0.0.1"],
  "mapped-metadata.example": ["93.184.215.14", "::ffff:a9fe:a9fe"],
  "translated.example": ["64:ff9b::7f00:1"],
  "six-to-four.example": ["2002:7f00:1::"],
  "link-local.example": ["fe80::1%lo"],
  "no-address.example": ["127.0.0.1 "],
  "unspecified.example": ["0.0.0.0"],
  "xn--fiq228c.example": ["192.168.1.1"],
};

const ipv4 = wordsOf(`
    127.0.0.1 127.1 127.0.1 127.0.0.2 127.255.255.255 127.0.0.1. 127.000.000.001 2130706433 0x7f000001
    0X7F000001 0x7f.0.0.1 0x7f.1 0x7F.0x00.0x00.0x01 0x7f.0.1 017700000001 0177.0.0.1 0177.0.0.01 0177.1
    00000177.0x0.0.1 127.0x1 0x000000007f000001 %31%32%37.0.0.1 127%2e0%2e0%2e1 127.0.0.%31 %30x7f000001
    2130706433. 0 00 0x0 0x 0.0.0.0 0.0 0.1.2.3 0.255.255.255 10.0.0.1 10.255.255.255 0xa.0.0.1 012.0.0.1
    167772161 10.1 10.65535 127.0.0.0x 172.16.0.1 172.31.255.254 0xac.16.1 192.168.0.1 192.168.257
    3232235521 0300.0250.0.1 169.254.169.254 169.254.43518 169.16689662 2852039166 0xA9FEA9FE
    0251.0376.0251.0376 169.254.0.23 100.64.0.1 100.100.100.200 100.127.255.255 192.0.0.192 168.63.129.16
    192.0.2.1 198.51.100.1 203.0.113.9 198.18.0.1 198.19.255.255 192.88.99.1 192.31.196.1 192.52.193.1
    192.175.48.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 4294967295 0xffffffff
`);

const ipv6 = [
  ...wordsOf(`
    ::1 0:0:0:0:0:0:0:1 0000:0000:0000:0000:0000:0000:0000:0001 ::0001 :: 0::0 ::2
  `),
  // Compatible, mapped, translated without state.
  ...wordsOf(`
    ::127.0.0.1 ::7f00:1 ::10.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::FFFF:7F00:1 0:0:0:0:0:ffff:127.0.0.1
    ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:a9fe:a9fe ::ffff:0:1 ::ffff:0.0.0.0 ::ffff:0:127.0.0.1
    ::ffff:0:7f00:1 ::ffff:0:a9fe:a9fe ::ffff:0:8.8.8.8
  `),
  // NAT64 by the well-known prefix, by the local one, and beside them.
  ...wordsOf(`
    64:ff9b::127.0.0.1 64:ff9b::7f00:1 64:ff9b::10.0.0.1 64:ff9b::169.254.169.254 64:ff9b:: 64:ff9b::1
    64:ff9b::c0a8:0 0064:ff9b:0:0:0:0:127.0.0.1 64:ff9b:0:0:1::7f00:1 64:ff9b:0:1::1 64:ff9b:1::1
    64:ff9b:1::127.0.0.1 64:ff9b:1:7f00:0:100:: 64:ff9b:1:ffff::8.8.8.8
  `),
  // 6to4, Teredo and its neighbours, ISATAP.
  ...wordsOf(`
    2002:7f00:1:: 2002:7f00:1::1 2002:a00:1:: 2002:a9fe:a9fe::1 2002:808:808::1 2001::1
    2001:0:4136:e378:8000:63bf:80ff:fffe 2001:2::1 2001:10::1 2001:20::1 2001:1ff::1
    2606:4700::5efe:127.0.0.1 2606:4700:1:2:0:5efe:a00:1 2606:4700:1:2:200:5efe:c0a8:1
    2606:4700:1:2:0:5efe:0:0
  `),
  // Documentation, discard, segment routing, the former 6bone, AS112, and what nobody was given.
  ...wordsOf(`
    2001:db8::1 2001:db8:ffff::1 3fff::1 3fff:fff::1 100::1 100:0:0:1::1 5f00::1 3ffe::1 2620:4f:8000::1
    4000::1 8000::1 c000::1 e000::1 0:0:0:1::1 200::1 400::1
  `),
  // Unique local, link-local, site-local, multicast.
  ...wordsOf(`
    fc00::1 fd00::1 fdff:ffff::1 fd00:ec2::254 fe80::1 fe80::a9fe:a9fe febf::1 fec0::1 fe00::1 ff00::1
    ff02::1 ff0e::1
  `),
];

const names = [
  ...wordsOf("localhost LOCALHOST localhost. LocalHost shop.localhost a.b.localhost. loc%61lhost"),
  ...wordsOf("%6c%6f%63%61%6c%68%6f%73%74 %4c%4f%43%41%4c%48%4f%53%54 127.0.0.1.NIP.io localtest%2eme"),
  ...Object.keys(refusedNames),
];

const userInformation = [
  `http://user@127.0.0.1:${portMark}/`,
  `http://user:word@127.0.0.1:${portMark}/`,
  `http://@127.0.0.1:${portMark}/`,
  `http://:@127.0.0.1:${portMark}/`,
  `http://shop.example@127.0.0.1:${portMark}/`,
  `http://shop.example:80@127.0.0.1:${portMark}/`,
  `http://shop.example%20@127.0.0.1:${portMark}/`,
  `http://a@b@127.0.0.1:${portMark}/`,
  "https://127.0.0.1@shop.example/",
  "https://user:@shop.example/",
  "https://@shop.example/",
];

/** Hosts that are none, and such that only a parser's repairs would make one. */
const malformed = [
  ...wordsOf("１２７.０.０.１ 127。0。0。1 ①②⑦.⓪.⓪.① ⓛocalhost ｌocalhost 127.0.0.1%00 127.0.0.1%09"),
  "loc\u00adalhost",
  "127.0.0.1\u200b",
  "127.0.0.1\t",
  "127.0.\n0.1",
  "127.0.0.1 ",
  "\u0000127.0.0.1",
  ...wordsOf("256.256.256.256 127.0.0.0.1 0x100000000 4294967296 08.8.8.8. 1.2.3.4.5"),
  ...wordsOf("[::1 ::1 [::1]x [fe80::1%25lo] [fe80::1%lo] [::1%25eth0] [::127.0.0] [127.0.0.1]"),
  ...wordsOf("[::ffff:127.0.0.1.] [v1.127] [] %5B::1%5D shop.example\\@127.0.0.1 127.0.0.1\\"),
].map((host) => `http://${host}:${portMark}/`);

const notUrls = [
  "",
  " ",
  " http://127.0.0.1/",
  "h\nttp://127.0.0.1/",
  "https://shop.example/a b",
  ...wordsOf("/hooks 127.0.0.1 //127.0.0.1/ http: http:// http:/// http://:80/ http://? http:127.0.0.1/"),
  ...wordsOf(
    "http:/127.0.0.1/ http:\\\\127.0.0.1\\ http:/\\127.0.0.1/ http:///127.0.0.1/ http:////127.0.0.1/",
  ),
  ...wordsOf(
    "http://127.0.0.1:99999/ http://127.0.0.1:-1/ http://127.0.0.1:80:80/ https://shop.example/支付",
  ),
];

const schemes = [
  `ftp://127.0.0.1:${portMark}/`,
  "file:///etc/passwd",
  "gopher://127.0.0.1:6379/_x",
  "dict://127.0.0.1:11211/",
  "ldap://127.0.0.1/",
  `ws://127.0.0.1:${portMark}/`,
  `wss://127.0.0.1:${portMark}/`,
  "javascript:alert(1)",
  "data:text/plain,x",
  "blob:http://127.0.0.1/x",
  "unix:/var/run/docker.sock",
  "view-source:http://127.0.0.1/",
];

/** Ports that an installation as it comes does not allow. */
export const refusedPorts: readonly number[] = [
  0, 1, 22, 25, 79, 81, 442, 444, 3306, 5672, 6379, 9090, 65_535,
];

const httpOf = (host: string) => `http://${host}:${portMark}/`;

/** URLs that must never be called, whatever ports are allowed, and why. */
export const refusedUrls: readonly (readonly [url: string, refusal: UrlRefusal])[] = [
  ...ipv4.map((address) => [httpOf(address), "address"] as const),
  ...ipv6.map((address) => [httpOf(`[${address}]`), "address"] as const),
  ...names.map((name) => [httpOf(name), "address"] as const),
  ...[...malformed, ...notUrls].map((url) => [url, "malformed"] as const),
  ...userInformation.map((url) => [url, "user_information"] as const),
  ...schemes.map((url) => [url, "scheme"] as const),
];

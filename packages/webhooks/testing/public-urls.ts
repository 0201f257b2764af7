import { wordsOf } from "./words-of.ts";

/** Of a name in these URLs: what the resolver of the test answers. */
export const publicNames: Readonly<Record<string, readonly string[]>> = {
  "shop.example": ["93.184.215.14"],
  "shop.example.": ["93.184.215.14"],
  "both.example": ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"],
  "newer.example": ["2606:4700::1111"],
  "many.example": Array.from({ length: 60 }, (_, index) => `93.184.216.${index + 1}`),
  "behind-nat64.example": ["64:ff9b::5db8:d70e", "93.184.215.14"],
  "mapped-public.example": ["::ffff:93.184.215.14"],
  "localhost.example": ["93.184.215.14"],
  "notlocalhost.example": ["93.184.215.14"],
  "internal.example": ["93.184.215.14"],
  "shop.notinternal": ["93.184.215.14"],
};

/** The last before and the first after what is refused, and addresses that merchants have. */
const ipv4 = wordsOf(`
    1.0.0.0 1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1
    169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 191.255.255.255 192.0.1.0 192.0.3.0
    192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 198.51.99.255 198.51.101.0 203.0.112.255
    203.0.114.0 223.255.255.255 168.63.129.15 168.63.129.17 192.88.98.255 192.88.100.0 47.95.164.112
    119.29.29.29 114.114.114.114 223.5.5.5 134744072 0x08080808 010.8.8.8
`);

const ipv6 = wordsOf(`
    2606:4700::1111 2001:4860:4860::8888 2400:3200::1 240e::1 2408:8000::1 2409::1 2620:fe::fe
    2620:4f:7fff::1 2620:4f:8001::1 2a00:1450:4001:81b::200e 2600:: 2c0f:f248::1 2001:200::1 2001:470::1
    2001:db7:ffff::1 2001:db9::1 2003::1 2001:ffff::1 2606:4700:1:2:5efe:0:a00:1 2606:4700:1:2:1:5efe:a00:1
    ::ffff:8.8.8.8 ::ffff:808:808 64:ff9b::8.8.8.8 64:ff9b::101:101
`);

const written = wordsOf(`
    https://shop.example/hooks?a=b&c=%20#part HTTPS://SHOP.EXAMPLE/ http://shop.example http://shop.example?a
    https://shop.example:443/ http://shop.example:8080/ https://shop.example:8443/ http://shop.example:80
    https://shop.example:/ https://shop.example/@127.0.0.1 https://shop.example/?u=http://127.0.0.1/
    https://shop.example/#@127.0.0.1 https://shop.example/..//127.0.0.1/
`);

/** URLs that an installation as it comes must call. */
export const publicUrls: readonly string[] = [
  ...ipv4.map((address) => `https://${address}/hooks`),
  ...ipv6.map((address) => `https://[${address}]/hooks`),
  ...Object.keys(publicNames).map((name) => `https://${name}/hooks`),
  ...written,
];

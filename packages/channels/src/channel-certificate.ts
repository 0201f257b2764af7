/** A certificate by which an account checks its channel's signatures, from a verified download. */
export interface ChannelCertificate {
  /** In the channel's own form: WeChat Pay's serial number in upper-case hex, Alipay's certificate SN. */
  readonly serial: string;
  readonly pem: string;
  readonly effectiveAt: Date;
  readonly expiresAt: Date;
}

declare module "s3rver" {
  interface S3Options {
    readonly directory: string;
    readonly address: string;
    /** 0 lets the system choose one. */
    readonly port: number;
    readonly silent: boolean;
    readonly configureBuckets: readonly { readonly name: string }[];
  }

  /** A server that speaks S3 over HTTP and keeps objects in files; the package has no types of its own. */
  class S3rver {
    constructor(options: S3Options);
    run(): Promise<{ readonly port: number }>;
    close(): Promise<void>;
  }

  export = S3rver;
}

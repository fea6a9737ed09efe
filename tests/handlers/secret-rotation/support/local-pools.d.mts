// What a rotation's test calls of the local runtime. Without it the compilation of the program would read the runtime too.

/** The local runtime's user pools on loopback. */
export interface Pools {
  readonly origin: string;
  readonly clock: {
    /** Moves the time of the pools on. */
    advance(seconds: number): void;
  };
  /** Calls an operation of the JSON API without a signature. */
  call(operation: string, input: object): Promise<Answer>;
  /** Calls an operation on the pool as an administrator. */
  administer(operation: string, input: object): Promise<Answer>;
  close(): Promise<void>;
}

/** A call's answer. */
export interface Answer {
  readonly status: number;
  readonly body: ReturnType<JSON["parse"]>;
}

export interface LocalPools {
  readonly POOL_ID: string;
  /** A client without a secret. */
  readonly WEB_ID: string;
  readonly SERVER_ID: string;
  readonly SERVER_SECRET: string;
  /** Where the clock of the pools starts, in milliseconds since 1970. */
  readonly START: number;
  /** Serves the pool and the clients above. */
  serve(): Promise<Pools>;
}

export declare const localPools: LocalPools;

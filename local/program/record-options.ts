/** The SDK of the program, whichever version that is. */
export type PulumiSdk = typeof import("@pulumi/pulumi");

/** What is recorded, and in which stack. */
export interface RecordOptions {
  /** The program's own `@pulumi/pulumi`. */
  readonly pulumi: PulumiSdk;
  readonly project: string;
  readonly stack: string;
  /** Full keys (`project:key`) with their values as text, objects as JSON text. @default none */
  readonly config?: Readonly<Record<string, string>>;
  /** Keys of `config` whose values are secret. @default none */
  readonly secretKeys?: readonly string[];
  /** Runs the program. Its awaited value holds the stack's outputs. */
  readonly program: () => unknown;
  /** The address that stands for an `aws:apigatewayv2/api:Api`. @default AWS's own */
  readonly addressOf?: ((urn: string) => string | Promise<string>) | undefined;
}

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import { Account, type Held } from "../../support/aws-provider/account.ts";
import { type CommandOptions, copyOf, newPlace, type Place, pulumi, start } from "./engine.ts";

/** A resource in the engine's state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly custom: boolean;
  readonly parent?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly dependencies?: readonly string[];
  readonly protect?: boolean;
}

interface Deployment {
  readonly resources?: readonly StateResource[];
  /** What was begun and not heard of again. */
  readonly pending_operations?: readonly {
    readonly type: string;
    readonly resource: StateResource;
  }[];
}

/** A stack `dev` of this project's program on the real engine. */
export class TestStack {
  readonly place: Place;
  readonly account: Account;

  constructor(place: Place) {
    this.place = place;
    this.account = new Account(place.account);
  }

  /** Runs a command of the CLI to its end. */
  pulumi(args: readonly string[], options?: CommandOptions) {
    return pulumi(this.place, args, options);
  }

  /** Starts a command of the CLI. */
  start(args: readonly string[], options?: CommandOptions) {
    return start(this.place, args, options);
  }

  /** `pulumi up` without the preview before it. */
  up(options?: CommandOptions) {
    return this.pulumi(["up", "--yes", "--skip-preview"], options);
  }

  preview(options?: CommandOptions) {
    return this.pulumi(["preview"], options);
  }

  /** `pulumi destroy`, with the preview before it. */
  destroy(options?: CommandOptions) {
    return this.pulumi(["destroy", "--yes"], options);
  }

  /** Changes a file of the program. @throws when it does not hold the old text exactly once */
  edit(file: string, oldText: string, newText: string): void {
    const path = join(this.place.program, file);
    const parts = readFileSync(path, "utf8").split(oldText);
    if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} times: ${oldText}`);
    writeFileSync(path, parts.join(newText));
  }

  /** Sets values of the program's configuration in the stack file. */
  configure(values: Readonly<Record<string, unknown>>): void {
    const file = join(this.place.program, "Pulumi.dev.yaml");
    const content = load(readFileSync(file, "utf8")) as { readonly config?: object };
    const own = Object.entries(values).map(([key, value]) => [`secure-api:${key}`, value]);
    const config = { ...content.config, ...Object.fromEntries(own) };
    writeFileSync(file, dump({ ...content, config }));
  }

  async deployment(): Promise<Deployment> {
    const { output } = await this.pulumi(["stack", "export"]);
    return (JSON.parse(output) as { readonly deployment: Deployment }).deployment;
  }

  async resources(): Promise<readonly StateResource[]> {
    return (await this.deployment()).resources ?? [];
  }

  /** The one resource of the account with this logical name and the end of this type token. */
  held(name: string, kind: string): Held {
    const found = this.account
      .all()
      .filter(({ urn, type }) => urn.endsWith(`::${name}`) && type.endsWith(`:${kind}`));
    const [only] = found;
    if (!only || found.length > 1) throw new Error(`${found.length} of ${kind} "${name}"`);
    return only;
  }
}

/** A stack without resources, whose users a `pulumi destroy` may remove. */
export async function emptyStack(): Promise<TestStack> {
  const stack = new TestStack(newPlace());
  writeFileSync(
    join(stack.place.program, "Pulumi.dev.yaml"),
    dump({ config: { "aws:region": "us-east-1" } }),
  );
  stack.configure({ lifecycle: "ephemeral" });
  const { status, output } = await pulumi(stack.place, ["stack", "init"]);
  if (status !== 0) throw new Error(output);
  return stack;
}

let deployed: Promise<TestStack> | undefined;

/** A stack that is up. It is deployed once; every test gets a copy of its own. */
export async function deployedStack(): Promise<TestStack> {
  deployed ??= deploy();
  return new TestStack(copyOf((await deployed).place));
}

async function deploy(): Promise<TestStack> {
  const stack = await emptyStack();
  const { status, output } = await stack.up();
  if (status !== 0) throw new Error(output);
  return stack;
}

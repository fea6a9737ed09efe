import { AssertionError } from "node:assert";

/** JSON of no declared shape: checks go down to a member and compare it with an exact value. */
export type Loose = ReturnType<JSON["parse"]>;

/** One thing that an emulator does as Cognito does. */
export interface Check {
  readonly name: string;
  /** @throws when it does not */
  run(world: World): Promise<void>;
}

/** An app client. */
export interface Client {
  readonly id: string;
  readonly secret: string;
}

/** A user who has confirmed the address. */
export interface Person {
  readonly email: string;
  readonly password: string;
}

/** Tokens of a sign-in. */
export interface Tokens {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken: string;
}

/** An emulator with the pools of the checks. */
export interface World {
  /** Origin of the JSON API, and of the pages where there are any. */
  readonly endpoint: string;
  readonly people: string;
  /** A second factor is optional here. */
  readonly guarded: string;
  readonly clients: Readonly<Record<"web" | "server" | "machine" | "app", Client>>;
  /** Calls an operation by the AWS SDK, by its name. */
  call(operation: string, input: object): Promise<Loose>;
  /** The newest code that went to the address. */
  code(address: string): Promise<string>;
  /** An address that nobody has yet. */
  address(): string;
}

/** Wrong input was taken for right: worse than an operation that is missing. */
export class Accepted extends Error {
  override readonly name = "Accepted";
}

/** Expects a refusal with one of these exceptions. @throws {Accepted} when there is none */
export async function refused(
  promise: Promise<unknown>,
  ...names: readonly string[]
): Promise<void> {
  let error: Error;
  try {
    await promise;
    throw new Accepted("It was accepted.");
  } catch (thrown) {
    error = thrown as Error;
  }
  if (error instanceof Accepted) throw error;
  if (names.includes(error.name)) return;
  throw new AssertionError({ actual: error.name, expected: names.join(" or "), operator: "is" });
}

export const PASSWORD = "Correct-Horse-7-Battery";

/** What signs up: the address as name, and in words for who would not take it from there. */
export function newcomer({ address, clients }: World) {
  const Username = address();
  const UserAttributes = [{ Name: "email", Value: Username }];
  return { ClientId: clients.web.id, Username, Password: PASSWORD, UserAttributes };
}

/** Signs up without confirming. @param more over what {@link newcomer} has */
export async function signUp(world: World, more: object = {}): Promise<string> {
  const user = newcomer(world);
  await world.call("SignUp", { ...user, ...more });
  return user.Username;
}

/** Signs up and confirms with the code that was sent. */
export async function person(world: World, client = world.clients.web): Promise<Person> {
  const email = await signUp(world, { ClientId: client.id });
  const ConfirmationCode = await world.code(email);
  await world.call("ConfirmSignUp", { ClientId: client.id, Username: email, ConfirmationCode });
  return { email, password: PASSWORD };
}

/** Begins a sign-in by password; the answer may be a challenge. */
export function begin(
  { call, clients }: World,
  { email, password }: Person,
  client = clients.web,
): Promise<Loose> {
  const AuthParameters = { USERNAME: email, PASSWORD: password };
  return call("InitiateAuth", {
    AuthFlow: "USER_PASSWORD_AUTH",
    ClientId: client.id,
    AuthParameters,
  });
}

/** Signs in by password to its end. */
export async function tokensOf(world: World, who: Person, client?: Client): Promise<Tokens> {
  return (await begin(world, who, client)).AuthenticationResult as Tokens;
}

/** Signs a new person in. */
export async function signedIn(world: World): Promise<Person & { readonly tokens: Tokens }> {
  const who = await person(world);
  return { ...who, tokens: await tokensOf(world, who) };
}

/** Refreshes by `InitiateAuth`. */
export function refresh({ call }: World, client: Client, token: string): Promise<Loose> {
  const AuthParameters = { REFRESH_TOKEN: token };
  return call("InitiateAuth", {
    AuthFlow: "REFRESH_TOKEN_AUTH",
    ClientId: client.id,
    AuthParameters,
  });
}

/** Payload of a token, not verified. */
export function decodeUnverified(token: string): Loose {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}

/** The token with another payload under its signature. */
export function forged(token: string): string {
  const [header, , signature] = token.split(".");
  const payload = { ...decodeUnverified(token), sub: "11111111-2222-3333-4444-555555555555" };
  return [header, Buffer.from(JSON.stringify(payload)).toString("base64url"), signature].join(".");
}

/** An attribute among those that an operation answers. */
export function attribute(list: readonly Loose[] | undefined, name: string): string | undefined {
  return list?.find(({ Name }) => Name === name)?.Value as string | undefined;
}

/** Another code of six digits. */
export function otherCode(code: string): string {
  return code === "000000" ? "111111" : "000000";
}

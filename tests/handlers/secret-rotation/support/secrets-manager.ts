import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A secret of one name, with as much of Secrets Manager's JSON API as a rotation calls. */
export interface SecretsManager {
  readonly url: string;
  /** Operations in their order. */
  readonly calls: string[];
  /** Operations that are refused from now on, with the type of the error. */
  readonly refusals: Map<string, string>;
  /** Starts a rotation: an empty version AWSPENDING. */
  start(token: string): void;
  /** Gives a version a value. */
  put(id: string, credentials: object): void;
  /** Versions with a label, as what they hold. */
  labelled(): Record<string, unknown>;
  close(): Promise<void>;
}

type Input = Readonly<Record<string, string>>;
type Answer = readonly [number, object];

interface Version {
  text?: string;
  stages: string[];
}

const refused = (type: string): Answer => [400, { __type: type, Message: "?" }];

/** @param first what the version `first`, made at `created` (in seconds since 1970), holds */
export async function secretsManager(first: object, created: number): Promise<SecretsManager> {
  const calls: string[] = [];
  const refusals = new Map<string, string>();
  const versions = new Map<string, Version>([
    ["first", { text: JSON.stringify(first), stages: ["AWSCURRENT"] }],
  ]);
  const stage = (label: string, id: string) => {
    for (const version of versions.values()) {
      version.stages = version.stages.filter((one) => one !== label);
    }
    const version = versions.get(id) ?? { stages: [] };
    version.stages.push(label);
    versions.set(id, version);
  };
  const holder = (label: string) =>
    [...versions].find(([, { stages }]) => stages.includes(label))?.[0] ?? "";

  const operations: Readonly<Record<string, (input: Input) => Answer>> = {
    DescribeSecret: () => {
      const stages = [...versions].map(([id, version]) => [id, version.stages]);
      return [200, { VersionIdsToStages: Object.fromEntries(stages) }];
    },
    GetSecretValue: ({ VersionStage = "", VersionId = holder(VersionStage) }) => {
      const version = versions.get(VersionId);
      const isThere = version?.text !== undefined && version.stages.includes(VersionStage);
      if (!isThere) return refused("ResourceNotFoundException");
      return [200, { SecretString: version.text, CreatedDate: created }];
    },
    PutSecretValue: ({ ClientRequestToken = "", SecretString = "" }) => {
      const version = versions.get(ClientRequestToken);
      if (version?.text !== undefined && version.text !== SecretString)
        return refused("ResourceExistsException");
      stage("AWSPENDING", ClientRequestToken);
      Object.assign(versions.get(ClientRequestToken) ?? {}, { text: SecretString });
      return [200, {}];
    },
    UpdateSecretVersionStage: ({ MoveToVersionId = "", RemoveFromVersionId = "" }) => {
      if (RemoveFromVersionId !== holder("AWSCURRENT")) return refused("InvalidParameterException");
      stage("AWSPREVIOUS", RemoveFromVersionId);
      stage("AWSCURRENT", MoveToVersionId);
      return [200, {}];
    },
  };

  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const name = String(request.headers["x-amz-target"]).replace("secretsmanager.", "");
      calls.push(name);
      const refusal = refusals.get(name);
      const answer = operations[name] ?? (() => refused("UnknownOperationException"));
      const [status, output] = refusal ? refused(refusal) : answer(JSON.parse(body));
      response.writeHead(status).end(JSON.stringify(output));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    refusals,
    start: (token) => stage("AWSPENDING", token),
    put: (id, credentials) =>
      Object.assign(versions.get(id) ?? {}, { text: JSON.stringify(credentials) }),
    labelled: () =>
      Object.fromEntries(
        [...versions.values()].flatMap(({ text, stages }) =>
          stages.map((label) => [label, text === undefined ? undefined : JSON.parse(text)]),
        ),
      ),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { createRequire } from "node:module";
import type { handleUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import type { Properties } from "../../../local/program/graph.ts";
import type { Difference, Provider, Subject } from "./provider.ts";

// From the SDK itself, so that both sides of every message come from one copy of them.
const load = createRequire(import.meta.resolve("@pulumi/pulumi/package.json"));
const grpc = load("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
const { Empty } = load(
  "google-protobuf/google/protobuf/empty_pb.js",
) as typeof import("google-protobuf/google/protobuf/empty_pb.js");
const { Struct } = load(
  "google-protobuf/google/protobuf/struct_pb.js",
) as typeof import("google-protobuf/google/protobuf/struct_pb.js");
type Struct = InstanceType<typeof Struct>;

/** The provider that it stands in for. */
const { version: VERSION } = load("@pulumi/aws/package.json") as { readonly version: string };

const UNLIMITED = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

/** Serves the provider on a free port of this machine. @returns the port */
export function serve(provider: Provider): Promise<number> {
  const server = new grpc.Server(UNLIMITED);
  server.addService(services.ResourceProviderService, methodsOf(provider));
  return new Promise((resolve, reject) => {
    const address = "127.0.0.1:0";
    server.bindAsync(address, grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}

/** The calls of pulumi/provider.proto that are served; gRPC answers the others with UNIMPLEMENTED. */
function methodsOf(provider: Provider): UntypedServiceImplementation {
  return {
    getPluginInfo: unary(() => new plugin.PluginInfo().setVersion(VERSION)),
    configure: unary((request: messages.ConfigureRequest) => {
      provider.configure(request.getVariablesMap().get("aws:config:region"));
      // Secrets and resources come as plain values.
      return new messages.ConfigureResponse().setSupportspreview(true);
    }),
    invoke: unary((request: messages.InvokeRequest) => {
      const result = provider.invoke(request.getTok(), plain(request.getArgs()));
      return new messages.InvokeResponse().setReturn(struct(result));
    }),
    check: unary(async (request: messages.CheckRequest) => {
      const olds = plain(request.getOlds());
      const inputs = await provider.check(subjectOf(request), olds, plain(request.getNews()));
      return new messages.CheckResponse().setInputs(struct(inputs));
    }),
    diff: unary((request: messages.DiffRequest) => {
      const olds = plain(request.getOldInputs());
      return diffResponse(provider.diff(subjectOf(request), olds, plain(request.getNews())));
    }),
    create: unary(async (request: messages.CreateRequest) => {
      const inputs = plain(request.getProperties());
      const response = new messages.CreateResponse();
      // What AWS computes is left out of a preview: it shows as unknown.
      if (request.getPreview()) return response.setProperties(struct(inputs));
      const { id, outputs } = await provider.create(subjectOf(request), inputs);
      return response.setId(id).setProperties(struct(outputs));
    }),
    read: unary(async (request: messages.ReadRequest) => {
      const properties = plain(request.getProperties());
      const held = await provider.read(subjectOf(request), request.getId(), properties);
      const response = new messages.ReadResponse();
      // An empty id says that the resource is gone.
      if (!held) return response;
      const { id, inputs, outputs } = held;
      return response.setId(id).setInputs(struct(inputs)).setProperties(struct(outputs));
    }),
    update: unary(async (request: messages.UpdateRequest) => {
      const [olds, news] = [plain(request.getOlds()), plain(request.getNews())];
      const response = new messages.UpdateResponse();
      if (request.getPreview()) return response.setProperties(struct({ ...olds, ...news }));
      const { outputs } = await provider.update(subjectOf(request), request.getId(), olds, news);
      return response.setProperties(struct(outputs));
    }),
    delete: unary(async (request: messages.DeleteRequest) => {
      await provider.delete(subjectOf(request), request.getId(), plain(request.getProperties()));
      return new Empty();
    }),
    cancel: unary(() => {
      provider.cancel();
      return new Empty();
    }),
  };
}

/** A unary call's handler; what the function throws becomes the call's error. */
function unary<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    (async () => answer(call.request))().then(
      (response) => callback(null, response),
      (error: Error) => callback({ code: grpc.status.UNKNOWN, details: error.message }),
    );
  };
}

const KINDS = {
  add: ["ADD", "ADD_REPLACE"],
  delete: ["DELETE", "DELETE_REPLACE"],
  update: ["UPDATE", "UPDATE_REPLACE"],
} as const;

function diffResponse(differences: readonly Difference[]): messages.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  const response = new messages.DiffResponse();
  response.setChanges(differences.length === 0 ? DIFF_NONE : DIFF_SOME);
  response.setHasdetaileddiff(true);
  for (const { property, kind, replaces } of differences) {
    const name = KINDS[kind][replaces ? 1 : 0];
    const detail = new messages.PropertyDiff().setKind(messages.PropertyDiff.Kind[name]);
    response.getDetaileddiffMap().set(property, detail.setInputdiff(true));
    response.addDiffs(property);
    if (replaces) response.addReplaces(property);
  }
  return response;
}

interface AboutResource {
  getUrn(): string;
  getType(): string;
  getName(): string;
}

function subjectOf(request: AboutResource): Subject {
  return { urn: request.getUrn(), type: request.getType(), name: request.getName() };
}

function plain(wire: Struct | undefined): Properties {
  return (wire?.toJavaScript() ?? {}) as Properties;
}

function struct(properties: object): Struct {
  return Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]);
}

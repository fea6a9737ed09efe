import { Recorder } from "./recorder.ts";
import { answerCall } from "./aws-calls.ts";
import type { Recording } from "./graph.ts";
import type { Monitor } from "./monitor.ts";
import type { RecordOptions } from "./record-options.ts";
import { collectRejections, turns } from "./rejections.ts";
import { Transforms } from "./transforms.ts";

/** What `pulumi.getOrganization()` says of a stack that no service keeps. */
const ORGANIZATION = "organization";

/**
 * Evaluates a program under the SDK's mocks and returns what it registered. Recordings may follow
 * one another in one process, never run at once: the SDK's state is the process's.
 * @throws what the program threw, at its top level or inside an `apply`
 */
export async function record(options: RecordOptions): Promise<Recording> {
  const { pulumi, project, stack, config = {} } = options;
  const region = regionOf(config, process.env);
  const mocks = {
    call: ({ provider = "", ...call }: Call) => answerCall(call, recorder.regionOf(provider)),
    newResource: refuse,
  };
  await pulumi.runtime.setMocks(mocks, project, stack, false, ORGANIZATION);
  pulumi.runtime.setAllConfig({ ...config }, [...(options.secretKeys ?? [])]);

  // The one cast to the SDK's inside: its mock monitor keeps less than the engine is told.
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const recorder = new Recorder({
    ...options,
    config,
    region,
    transforms: new Transforms(pulumi, monitor),
  });
  recorder.attach(monitor);

  const rejections = collectRejections();
  try {
    // An error may leave registrations behind that never end, so they are not waited for.
    await Promise.race([rejections.first, run(options)]);
  } finally {
    await rejections.stop();
    recorder.close();
  }
  return recorder.recording();
}

async function run({ pulumi, program }: RecordOptions): Promise<void> {
  await pulumi.runtime.runInPulumiStack(async () => program());
  await pulumi.runtime.disconnect();
  await turns();
}

/** A call, and the `URN::ID` of the explicit provider that it goes to. */
type Call = Parameters<typeof answerCall>[0] & { readonly provider?: string };

/** As the provider looks for it. */
function regionOf(
  config: Readonly<Record<string, string>>,
  environment: NodeJS.ProcessEnv,
): string {
  const stated = config["aws:region"] || environment["AWS_REGION"];
  return stated || environment["AWS_DEFAULT_REGION"] || "us-east-1";
}

function refuse(): never {
  throw new Error("The recorder answers registrations itself.");
}

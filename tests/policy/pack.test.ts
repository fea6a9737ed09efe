import { deepEqual, equal, throws } from "node:assert/strict";
import type {
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { stackConfiguration } from "../../policy/configuration.ts";
import { factsOfArgs } from "../../policy/engine-values.ts";
import { policiesOf } from "../../policy/pack.ts";
import type { ResourceFacts } from "../../policy/resource.ts";
import { RULES } from "../../policy/rules.ts";
import { type Properties, UNKNOWN } from "../../policy/values.ts";
import { SECURE_STACK } from "./support/secure-stack.ts";
import { set, type Stack } from "./support/stack.ts";

/** What the SDK makes of properties before policies see them; its types leave that out. */
const { unknownCheckingProxy, unknownNumberValue, unknownStringValue } =
  require("@pulumi/policy/proxy.js") as {
    readonly unknownCheckingProxy: (props: object) => object;
    readonly unknownNumberValue: string;
    readonly unknownStringValue: string;
  };

type Reported = { message: string; urn?: string; enforcementLevel?: string } | string;
type Props = Record<string, unknown>;

const TODAY = "2026-06-01";
const NOT_APPLICABLE = new Error("not applicable");
const OPTIONS = {
  protect: false,
  ignoreChanges: [],
  aliases: [],
  customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
  additionalSecretOutputs: [],
};

function argsOf(facts: ResourceFacts, props: Props, config: object = {}): ResourceValidationArgs {
  return {
    type: facts.type,
    name: facts.name,
    urn: facts.urn,
    props: unknownCheckingProxy(props) as Props,
    opts: OPTIONS,
    stackTags: new Map(),
    isType: () => false,
    asType: () => undefined,
    getConfig: <T>() => config as T,
    notApplicable: () => {
      throw NOT_APPLICABLE;
    },
  };
}

function stackArgs(stack: Stack, config: object = {}): StackValidationArgs {
  const resources = stack.map((facts) => ({
    ...argsOf(facts, { ...facts.props }),
    dependencies: [] as PolicyResource[],
    propertyDependencies: {} as Record<string, PolicyResource[]>,
  }));
  return {
    resources: resources as unknown as PolicyResource[],
    stackTags: new Map(),
    getConfig: <T>() => config as T,
    notApplicable: () => {
      throw NOT_APPLICABLE;
    },
  };
}

/** The pack, and what its policies report. */
function openPack(environment: NodeJS.ProcessEnv = {}) {
  const policies = policiesOf(RULES, stackConfiguration(environment), () => TODAY);
  const named = <T>(name: string): T => policies.find((one) => one.name === name) as unknown as T;
  const reports: Reported[] = [];
  const report = (message: unknown): void => void reports.push(message as Reported);
  return {
    policies,
    resourcePolicy: (name: string) => named<ResourceValidationPolicy>(name),
    reports,
    checkResource(name: string, args: ResourceValidationArgs) {
      const { validateResource } = named<ResourceValidationPolicy>(name);
      if (typeof validateResource === "function") void validateResource(args, report);
    },
    checkStack(name: string, args: StackValidationArgs) {
      void named<StackValidationPolicy>(name).validateStack(args, report);
    },
  };
}

const found = (stack: Stack, name: string): ResourceFacts => {
  const facts = stack.find((one) => one.name === name);
  if (!facts) throw new Error(`no resource "${name}"`);
  return facts;
};
const pool = found(SECURE_STACK, "pool");
const SHORT = { passwordPolicy: { minimumLength: 8 } };
const MESSAGE =
  "Passwords of a user pool have at least 14 characters.\n" +
  'UserPool "pool": passwordPolicy.minimumLength is 8; wanted: 14 or more.\n' +
  "Set minimumLength to 14 or more (Cognito allows 6–99).\n" +
  "Asked by Cognito.3, cfg:cognito-user-pool-password-policy-check, nag:AwsSolutions-COG1, " +
  "prow:cognito_user_pool_password_policy_minimum_length_14.";

describe("the policy pack in the engine", () => {
  it("has the settings first, then every rule, at the levels of the baseline", () => {
    const { policies } = openPack();
    deepEqual(
      policies.map(({ name }) => name),
      ["pack-settings", ...RULES.map(({ id }) => id)],
    );
    const levels = new Map(policies.map((one) => [one.name, one.enforcementLevel]));
    equal(levels.get("cog-password-length"), "mandatory");
    equal(levels.get("cog-mfa-required"), "advisory");
  });

  it("takes the profile prod from a stack that says so", () => {
    const { resourcePolicy } = openPack({
      PULUMI_NODEJS_PROJECT: "shop",
      PULUMI_CONFIG: '{"shop:profile":"prod"}',
    });
    equal(resourcePolicy("cog-mfa-required").enforcementLevel, "mandatory");
  });

  it("reports a violation with its description, remedy and public rules, at the engine's level", () => {
    const { checkResource, reports } = openPack();
    checkResource("cog-password-length", argsOf(pool, SHORT));
    deepEqual(reports, [{ message: MESSAGE, urn: pool.urn }]);
  });

  it("says that other resources are not applicable", () => {
    const { checkResource } = openPack();
    const route = found(SECURE_STACK, "route");
    throws(() => checkResource("cog-password-length", argsOf(route, {})), NOT_APPLICABLE);
  });

  it("judges a whole stack, and keeps what its settings accept", () => {
    const { checkResource, checkStack, reports } = openPack();
    const stack = set("route", { authorizationType: "NONE" })(SECURE_STACK);
    checkStack("route-auth-required", stackArgs(stack));
    equal(reports.splice(0).length, 1);
    const settings = { publicRoutes: { "GET /hello": "Says hello" } };
    checkResource("pack-settings", argsOf(pool, {}, settings));
    checkStack("route-auth-required", stackArgs(stack));
    deepEqual(reports, []);
  });

  it("raises levels with the profile of its settings", () => {
    const { checkResource, checkStack, reports } = openPack();
    const stack = set("pool", { mfaConfiguration: "OFF" })(SECURE_STACK);
    checkResource("pack-settings", argsOf(pool, {}, { profile: "prod" }));
    checkStack("cog-mfa-required", stackArgs(stack));
    deepEqual(
      reports.map((one) => (one as { enforcementLevel?: string }).enforcementLevel),
      ["mandatory"],
    );
  });

  it("accepts an exemption, and refuses one that has run out", () => {
    const { checkResource, checkStack, reports } = openPack();
    const exemption = { policy: "cog-password-length", resource: "pool", reason: "moves soon" };
    const holds = { exemptions: [{ ...exemption, until: TODAY }] };
    checkStack("pack-settings", stackArgs([], holds));
    checkResource("cog-password-length", argsOf(pool, SHORT));
    deepEqual(reports, []);
    checkStack(
      "pack-settings",
      stackArgs([], { exemptions: [{ ...exemption, until: "2026-05-31" }] }),
    );
    checkResource("cog-password-length", argsOf(pool, SHORT));
    deepEqual(reports, [
      'The exemption of "cog-password-length" for "pool" ended on 2026-05-31. Mend the resource or set a new date.',
      { message: MESSAGE, urn: pool.urn },
    ]);
  });

  it("tells that a value is known only after the deployment", () => {
    const { checkResource, reports } = openPack();
    const props = { passwordPolicy: { minimumLength: unknownNumberValue } };
    checkResource("cog-password-length", argsOf(pool, props));
    deepEqual(reports, [
      {
        message:
          'cog-password-length could not judge passwordPolicy.minimumLength of "pool": ' +
          "it is known only after the deployment, and judged then.",
        urn: pool.urn,
        enforcementLevel: "advisory",
      },
    ]);
  });

  it("takes a threshold of the policy's own configuration", () => {
    const { checkResource, reports } = openPack();
    checkResource("cog-password-length", argsOf(pool, SHORT, { minimumLength: 8 }));
    deepEqual(reports, []);
  });

  it("writes the safe value in where a policy has one, and leaves good resources alone", () => {
    const { remediateResource } = openPack().resourcePolicy("cog-password-length");
    const props: Props = { passwordPolicy: { requireNumbers: true } };
    void remediateResource?.(argsOf(pool, props));
    deepEqual(props, { passwordPolicy: { requireNumbers: true, minimumLength: 14 } });
    equal(remediateResource?.(argsOf(pool, { passwordPolicy: { minimumLength: 20 } })), undefined);
  });

  it("writes in only what was found wrong", () => {
    const { remediateResource } = openPack().resourcePolicy("stage-throttle");
    const stage = found(SECURE_STACK, "stage");
    const limits = { throttlingRateLimit: 500, throttlingBurstLimit: 0 };
    const props: Props = { defaultRouteSettings: limits };
    void remediateResource?.(argsOf(stage, props));
    deepEqual(limits, { throttlingRateLimit: 500, throttlingBurstLimit: 200 });
  });

  it("writes metrics in together with limits where a stage has neither (H244)", () => {
    const { remediateResource } = openPack().resourcePolicy("stage-metrics");
    const stage = found(SECURE_STACK, "stage");
    const props: Props = {};
    void remediateResource?.(argsOf(stage, props));
    deepEqual(props, {
      defaultRouteSettings: {
        throttlingBurstLimit: 200,
        throttlingRateLimit: 100,
        detailedMetricsEnabled: true,
      },
    });
    const own: Props = { defaultRouteSettings: { throttlingRateLimit: 5 } };
    void remediateResource?.(argsOf(stage, own));
    deepEqual(own, {
      defaultRouteSettings: { throttlingRateLimit: 5, detailedMetricsEnabled: true },
    });
  });

  it("writes in what hangs on the resource, and nothing where that is not known", () => {
    const { remediateResource } = openPack().resourcePolicy("client-no-implicit");
    const client = found(SECURE_STACK, "client");
    const props: Props = { allowedOauthFlows: ["implicit", "code"] };
    void remediateResource?.(argsOf(client, props));
    deepEqual(props, { allowedOauthFlows: ["code"] });
    const partly: Props = { allowedOauthFlows: ["implicit", unknownStringValue] };
    void remediateResource?.(argsOf(client, partly));
    deepEqual(partly, { allowedOauthFlows: ["implicit", unknownStringValue] });
  });

  it("writes into a member of a list", () => {
    const { remediateResource } = openPack().resourcePolicy("idpool-server-side-check");
    const identityPool = found(SECURE_STACK, "identity-pool");
    const props: Props = { cognitoIdentityProviders: [{ clientId: "a" }] };
    void remediateResource?.(argsOf(identityPool, props));
    deepEqual(props, { cognitoIdentityProviders: [{ clientId: "a", serverSideTokenCheck: true }] });
  });

  it("reads properties of any shape out of the SDK's proxies", () => {
    const props = { list: [1, unknownNumberValue, { deep: unknownNumberValue }], nothing: null };
    const expected: Properties = { list: [1, UNKNOWN, { deep: UNKNOWN }], nothing: null };
    deepEqual(factsOfArgs(argsOf(pool, props)).props, expected);
  });
});

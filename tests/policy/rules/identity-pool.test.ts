import { UNKNOWN } from "../../../policy/values.ts";
import { USER_POOL, CLIENT } from "../../../policy/types.ts";
import { describePolicy } from "../support/cases.ts";
import { all, type Change, changed, set } from "../support/stack.ts";

describePolicy("idpool-no-guests", [
  {
    it: "refuses guests",
    change: set("identity-pool", { allowUnauthenticatedIdentities: true }),
    says: ['IdentityPool "identity-pool": allowUnauthenticatedIdentities is true; wanted: false.'],
  },
  {
    it: "accepts the provider's default",
    change: set("identity-pool", { allowUnauthenticatedIdentities: undefined }),
  },
]);

describePolicy("idpool-no-classic-flow", [
  {
    it: "refuses the classic flow",
    change: set("identity-pool", { allowClassicFlow: true }),
    says: ['IdentityPool "identity-pool": allowClassicFlow is true; wanted: false.'],
  },
  { it: "accepts false", change: set("identity-pool", { allowClassicFlow: false }) },
]);

const CHECK = "cognitoIdentityProviders[0].serverSideTokenCheck";

describePolicy("idpool-server-side-check", [
  {
    it: "refuses a provider that is not asked",
    change: set("identity-pool", { [CHECK]: false }),
    says: [`IdentityPool "identity-pool": ${CHECK} is false; wanted: true.`],
  },
  {
    it: "refuses the provider's default",
    change: set("identity-pool", { [CHECK]: undefined }),
    says: [`IdentityPool "identity-pool": ${CHECK} is not set, which means false; wanted: true.`],
  },
  {
    it: "accepts a pool without such providers",
    change: set("identity-pool", { cognitoIdentityProviders: undefined }),
  },
]);

const CLIENT_ID = "cognitoIdentityProviders[0].clientId";
const NAME = "cognitoIdentityProviders[0].providerName";
const OTHER = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other1";

/** As in the engine, which tells no ids. */
const withoutIds: Change = (stack) =>
  stack.map((facts) => {
    const isTold = facts.type !== CLIENT && facts.type !== USER_POOL;
    return isTold ? facts : { ...facts, props: { ...facts.props, id: UNKNOWN } };
  });
const linked = (...targets: readonly string[]) =>
  changed("identity-pool", (facts) => ({
    ...facts,
    propertyDependencies: {
      cognitoIdentityProviders: targets.map((target) => `urn:pulumi:test::shop::${target}`),
    },
  }));

describePolicy("idpool-provider-known", [
  {
    it: "refuses a client of another application",
    change: set("identity-pool", { [CLIENT_ID]: "other456" }),
    says: [
      `IdentityPool "identity-pool": ${CLIENT_ID} is "other456"; wanted: a client of the stack.`,
    ],
  },
  {
    it: "refuses another user pool",
    change: set("identity-pool", { [NAME]: OTHER }),
    says: [`IdentityPool "identity-pool": ${NAME} is "${OTHER}"; wanted: a pool of the stack.`],
  },
  {
    it: "refuses a client without a dependency, where ids are not told",
    change: all(withoutIds, linked(`${USER_POOL}::pool`)),
    says: [
      `IdentityPool "identity-pool": ${CLIENT_ID} is "client123"; wanted: a client of the stack.`,
    ],
  },
  {
    it: "accepts dependencies where ids are not told",
    change: all(withoutIds, linked(`${USER_POOL}::pool`, `${CLIENT}::client`)),
  },
  {
    it: "does not apply to a stack without a user pool",
    change: (stack) => stack.filter(({ type }) => type !== USER_POOL),
    applies: false,
  },
]);

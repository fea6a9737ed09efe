import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Properties } from "../../../local/program/graph.ts";
import { inputs, resource, types } from "../../support/recorded";
import { type Args, layerWith } from "./support/layer";

type Providers = NonNullable<Args["identityProviders"]>;

const clientId = "their-client";
const secret = () => pulumi.secret("their-secret");
const oidc = (change: object = {}) => ({
  kind: "OIDC" as const,
  issuer: "https://id.company.test",
  clientId,
  clientSecret: secret(),
  ...change,
});
const saml = (change: object = {}) => ({
  kind: "SAML" as const,
  metadata: { url: "https://id.partner.test/metadata?app=1" },
  ...change,
});

/** Inputs of the one provider of a layer, without its pool. */
async function settings(name: string, providers: () => Providers): Promise<Properties> {
  const recording = await layerWith(() => ({ identityProviders: providers() }));
  const { userPoolId, ...others } = inputs(recording, types.identityProvider, `auth-${name}`);
  assert.equal(userPoolId, resource(recording, types.userPool, "auth").id);
  return others;
}

describe("an identity provider", () => {
  const client = { client_id: clientId, client_secret: "their-secret" };
  const proved = { username: "sub", email: "email", email_verified: "email_verified" };
  const cases: readonly [string, string, () => Providers, object][] = [
    [
      "F27: Google",
      "google",
      () => ({ google: { clientId, clientSecret: secret() } }),
      {
        providerName: "Google",
        providerType: "Google",
        providerDetails: { ...client, authorize_scopes: "openid email profile" },
        attributeMapping: {
          ...proved,
          name: "name",
          given_name: "given_name",
          family_name: "family_name",
        },
      },
    ],
    [
      "F27: Facebook",
      "facebook",
      () => ({ facebook: { clientId, clientSecret: secret(), apiVersion: "v21.0" } }),
      {
        providerName: "Facebook",
        providerType: "Facebook",
        providerDetails: {
          ...client,
          authorize_scopes: "public_profile,email",
          api_version: "v21.0",
        },
        attributeMapping: {
          username: "id",
          email: "email",
          name: "name",
          given_name: "first_name",
          family_name: "last_name",
        },
      },
    ],
    [
      "F27: Amazon",
      "amazon",
      () => ({ amazon: { clientId, clientSecret: secret() } }),
      {
        providerName: "LoginWithAmazon",
        providerType: "LoginWithAmazon",
        providerDetails: { ...client, authorize_scopes: "profile" },
        attributeMapping: { username: "user_id", email: "email", name: "name" },
      },
    ],
    [
      "F27: Apple",
      "apple",
      () => ({ apple: { clientId, teamId: "TEAM", keyId: "KEY", privateKey: secret() } }),
      {
        providerName: "SignInWithApple",
        providerType: "SignInWithApple",
        providerDetails: {
          client_id: clientId,
          team_id: "TEAM",
          key_id: "KEY",
          private_key: "their-secret",
          authorize_scopes: "email name",
        },
        attributeMapping: { ...proved, given_name: "firstName", family_name: "lastName" },
      },
    ],
    [
      "F28: OpenID Connect",
      "company",
      () => ({ company: oidc({ attributes: { name: "name" }, identifiers: ["company.test"] }) }),
      {
        providerName: "company",
        providerType: "OIDC",
        providerDetails: {
          ...client,
          oidc_issuer: "https://id.company.test",
          authorize_scopes: "openid email",
          attributes_request_method: "GET",
        },
        attributeMapping: { ...proved, name: "name" },
        idpIdentifiers: ["company.test"],
      },
    ],
    [
      "F29: SAML, with signed requests, encrypted answers, and sign-in from here only",
      "partner",
      () => ({ partner: saml() }),
      {
        providerName: "partner",
        providerType: "SAML",
        providerDetails: {
          MetadataURL: "https://id.partner.test/metadata?app=1",
          EncryptedResponses: "true",
          IDPInit: "false",
          IDPSignout: "false",
          RequestSigningAlgorithm: "rsa-sha256",
        },
        attributeMapping: {
          email: "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
        },
      },
    ],
    [
      "F29: SAML with the document itself, and everything else than usual",
      "partner",
      () => ({
        partner: saml({
          metadata: { xml: "<EntityDescriptor/>" },
          signRequests: false,
          encryptResponses: false,
          providerInitiated: true,
          signOut: true,
          attributes: { email: "mail" },
        }),
      }),
      {
        providerName: "partner",
        providerType: "SAML",
        providerDetails: {
          MetadataFile: "<EntityDescriptor/>",
          EncryptedResponses: "false",
          IDPInit: "true",
          IDPSignout: "true",
        },
        attributeMapping: { email: "mail" },
      },
    ],
  ];
  for (const [title, name, providers, expected] of cases) {
    it(title, async () => assert.deepEqual(await settings(name, providers), expected));
  }

  it("F32: keeps its secret a secret in the state", async () => {
    const recording = await layerWith(() => ({
      identityProviders: { google: { clientId, clientSecret: secret() } },
    }));
    const { secrets } = resource(recording, types.identityProvider, "auth-google");
    assert.deepEqual(secrets, [
      "inputs/providerDetails/client_secret",
      "outputs/providerDetails/client_secret",
    ]);
  });

  it("F31, C289: does not differ by what Cognito fills in, except where it is given", async () => {
    const ignored = async (apiVersion: { apiVersion?: string }) => {
      const facebook = () => ({ clientId, clientSecret: secret(), ...apiVersion });
      const recording = await layerWith(() => ({ identityProviders: { facebook: facebook() } }));
      return resource(recording, types.identityProvider, "auth-facebook").options?.ignoreChanges;
    };
    const filledIn = [
      "providerDetails.authorize_url",
      "providerDetails.token_url",
      "providerDetails.token_request_method",
      "providerDetails.attributes_url",
      "providerDetails.attributes_url_add_attributes",
    ];
    assert.deepEqual(await ignored({}), [...filledIn, "providerDetails.api_version"]);
    assert.deepEqual(await ignored({ apiVersion: "v21.0" }), filledIn);
  });
});

describe("the clients of a layer with identity providers", () => {
  const layer = () =>
    layerWith(() => ({
      attributes: { department: { type: "String", userWritable: true } },
      identityProviders: {
        google: { clientId, clientSecret: secret() },
        company: oidc({ attributes: { picture: "photo", "custom:department": "dept" } }),
      },
    }));

  it("F39: offer the pool and all of them", async () => {
    const { supportedIdentityProviders } = inputs(await layer(), types.client, "auth-web");
    assert.deepEqual(supportedIdentityProviders, ["COGNITO", "Google", "company"]);
  });

  it("F31, C343: wait for them", async () => {
    const recording = await layer();
    const { dependsOn } = resource(recording, types.client, "auth-web");
    for (const name of ["auth-google", "auth-company"]) {
      assert.ok(dependsOn.includes(resource(recording, types.identityProvider, name).urn), name);
    }
  });

  it("F30, C290: may write what they fill, and no proof of an address", async () => {
    const { writeAttributes } = inputs(await layer(), types.client, "auth-web");
    assert.deepEqual(writeAttributes, [
      "email",
      "name",
      "given_name",
      "family_name",
      "locale",
      "zoneinfo",
      "picture",
      "custom:department",
    ]);
  });
});

describe("AuthLayer refuses of an identity provider", () => {
  const path = 'identityProviders["company"]';
  const plain = (owner: string, key: string) =>
    `${owner}.${key} is not a secret: the state and the logs would show it. Run pulumi config set ` +
    `--secret ${key} and pass new pulumi.Config().requireSecret("${key}").`;
  const google = (clientSecret: unknown) =>
    ({ google: { clientId, clientSecret } }) as unknown as Providers;
  const cases: readonly [string, () => Partial<Args>, string][] = [
    [
      "F32: a secret in plain text",
      () => ({ identityProviders: google("their-secret") }),
      plain('identityProviders["google"]', "clientSecret"),
    ],
    [
      "F32: a private key in plain text",
      () => ({
        identityProviders: {
          apple: { clientId, teamId: "T", keyId: "K", privateKey: "key" },
        } as unknown as Providers,
      }),
      plain('identityProviders["apple"]', "privateKey"),
    ],
    [
      "F32: an issuer without TLS",
      () => ({ identityProviders: { company: oidc({ issuer: "http://id.company.test" }) } }),
      `${path}.issuer is "http://id.company.test": it must be an https:// address, or whoever is on the way could sign in as anybody.`,
    ],
    [
      "F32: metadata without TLS",
      () => ({ identityProviders: { company: saml({ metadata: { url: "http://a.test" } }) } }),
      `${path}.metadata.url is "http://a.test": it must be an https:// address, or whoever is on the way could sign in as anybody.`,
    ],
    [
      "a name that Cognito knows by itself",
      () => ({ identityProviders: { google: oidc() as never } }),
      'identityProviders["google"] has the kind "OIDC": the name is Cognito\'s own. Give the provider another one.',
    ],
    [
      "no kind",
      () => ({ identityProviders: { gogle: { clientId, clientSecret: secret() } } }),
      'identityProviders["gogle"] has no kind: say "OIDC" or "SAML", or name it google, facebook, amazon or apple.',
    ],
    [
      "C288: a name with a blank",
      () => ({ identityProviders: { "our company": oidc() } }),
      'identityProviders["our company"] has an unusable name: use 3 to 32 letters, digits and inner hyphens, and none of COGNITO, Google, Facebook, LoginWithAmazon, SignInWithApple.',
    ],
    [
      "C288: an identifier of 41 characters",
      () => ({ identityProviders: { company: oidc({ identifiers: ["a".repeat(41)] }) } }),
      `${path}.identifiers has "${"a".repeat(41)}": use 1 to 40 letters, digits, spaces and _+=.@-.`,
    ],
    [
      "F30: a claim for an attribute that no user has",
      () => ({ identityProviders: { company: oidc({ attributes: { "custom:dept": "dept" } }) } }),
      `${path}.attributes["custom:dept"] fills an attribute that no user has. Define it in attributes, or name a standard attribute.`,
    ],
    [
      "F30: a claim for an attribute that clients may not write",
      () => ({
        attributes: { dept: { type: "String" } },
        identityProviders: { company: oidc({ attributes: { "custom:dept": "dept" } }) },
      }),
      `${path}.attributes["custom:dept"] fills an attribute that clients may not write, which Cognito asks for: set userWritable, and decide nothing by it, or take the claim in triggers.preTokenGeneration.`,
    ],
    [
      "C261: a required attribute that stays empty",
      () => ({ requiredAttributes: ["birthdate"], identityProviders: { company: oidc() } }),
      `requiredAttributes has "birthdate", which ${path} does not fill: nobody could sign in there. Map a claim to it, or do not require it.`,
    ],
  ];
  for (const [title, change, message] of cases) {
    it(title, async () => {
      await assert.rejects(layerWith(change), { message });
    });
  }

  it("F32: an Output that is no secret, when its value is known", async () => {
    const change = () => ({ identityProviders: google(pulumi.output("their-secret")) });
    await assert.rejects(layerWith(change), ({ message }: Error) => {
      assert.ok(message.endsWith(plain('identityProviders["google"]', "clientSecret")), message);
      assert.doesNotMatch(message, /their-secret/);
      return true;
    });
  });
});

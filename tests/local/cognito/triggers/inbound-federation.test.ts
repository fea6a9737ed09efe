import assert from "node:assert/strict";
import { Graph, type Resource } from "../../../../local/program/graph.ts";
import { administer } from "../support/administration.ts";
import { Browser, flowQuery } from "../support/browser.ts";
import {
  federatedGraph,
  google,
  provider,
  sentBack,
  signInAtStandIn,
} from "../support/federation.ts";
import { POOL_ID, WEB_ID } from "../support/graph.ts";
import { serveOidcProvider } from "../support/oidc-provider.ts";
import { serve } from "../support/running-pools.ts";
import { METADATA, signedResponse } from "../support/saml-provider.ts";
import { samlRoundTrip } from "../support/saml-sign-in.ts";
import {
  functionArn,
  lambda,
  poolPermission,
  refusing,
  responding,
  same,
  testFunctions,
  type TestTrigger,
  type TriggeredPools,
} from "../support/triggers.ts";

const PERSON = { sub: "1042", email: "Ada@example.com", name: "Ada Lovelace" };

const CORP_DETAILS = {
  client_id: "corp-client",
  client_secret: "corp-secret",
  authorize_scopes: "openid email",
  attributes_request_method: "GET",
};

/** What the stand-in page makes of it. */
const SAID = { ...PERSON, email_verified: "false" };

/** What it is given to say. */
const FIELDS = Object.fromEntries(
  Object.entries(PERSON).map(([claim, value]) => [`claims[${claim}]`, value]),
);

describe("the inbound-federation trigger", () => {
  let pools: TriggeredPools;
  afterEach(() => pools.close());

  /** A pool that an operation gives the trigger: the provider of Pulumi has no input for it. */
  async function serveTrigger(trigger: TestTrigger, one: Resource = google): Promise<void> {
    const { functions, events } = testFunctions({ inbound: trigger });
    const { recording } = federatedGraph([one]);
    const resources = [...recording.resources, lambda("inbound"), poolPermission("inbound")];
    const graph = new Graph({ ...recording, resources });
    pools = Object.assign(await serve(graph, { functions }), { events });
    const InboundFederation = { LambdaArn: functionArn("inbound"), LambdaVersion: "V1_0" };
    await administer(pools, "UpdateUserPool", { LambdaConfig: { InboundFederation } });
  }
  const signIn = () => signInAtStandIn(pools, "Google", FIELDS);
  /** Those that mapping gave. */
  async function attributesOf(Username: string): Promise<Record<string, string>> {
    const { body } = await administer(pools, "AdminGetUser", { Username });
    const {
      sub: _sub,
      identities: _identities,
      ...mapped
    } = Object.fromEntries(
      (body["UserAttributes"] as { Name: string; Value: string }[]).map(({ Name, Value }) => [
        Name,
        Value,
      ]),
    );
    return mapped;
  }

  it("C302, C306: gets what the provider said, before anything of it is mapped", async () => {
    await serveTrigger(same);
    await signIn();
    const [event] = pools.events;
    assert.deepEqual(event, {
      version: "1",
      region: "us-east-1",
      userPoolId: POOL_ID,
      userName: "Google_1042",
      callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: WEB_ID },
      triggerSource: "InboundFederation_ExternalProvider",
      request: {
        providerName: "Google",
        providerType: "Google",
        attributes: { tokenResponse: {}, idToken: SAID, userInfo: SAID },
      },
      response: { userAttributesToMap: {} },
    });
  });

  it("C292, C306: gets what an OpenID provider said, by where it said it", async () => {
    const corp = await serveOidcProvider();
    corp.behaviour.userInfo = { sub: "subject-1", groups: ["a", "b"] };
    const providerDetails = { ...CORP_DETAILS, oidc_issuer: corp.issuer };
    await serveTrigger(same, provider("Corp", { providerType: "OIDC", providerDetails }));
    const browser = new Browser(pools);
    const query = flowQuery({ identity_provider: "Corp" });
    const { location } = await browser.load(`/oauth2/authorize?${query}`);
    await browser.load(corp.authorize(location));
    await corp.close();
    const { providerType, attributes } = (pools.events[0] ?? {})["request"];
    const { tokenResponse, idToken, userInfo } = attributes;
    assert.equal(providerType, "OIDC");
    assert.deepEqual(Object.keys(tokenResponse), ["token_type", "access_token", "id_token"]);
    assert.equal(tokenResponse.access_token, "at-1");
    assert.deepEqual([idToken.sub, idToken.email], ["subject-1", "sam@example.com"]);
    assert.deepEqual(userInfo, { sub: "subject-1", groups: "[a,b]" });
  });

  it("C306: gets a SAML provider's attributes; the NameID stays who it is", async () => {
    const mail = { email: "changed@example.com" };
    const staff = provider("Staff", {
      providerType: "SAML",
      providerDetails: { MetadataFile: METADATA },
      attributeMapping: { email: "email" },
    });
    await serveTrigger(responding({ userAttributesToMap: mail }), staff);
    await samlRoundTrip(pools, signedResponse);
    const { userName, request } = pools.events[0] ?? {};
    const { samlResponse } = request.attributes;
    assert.deepEqual(Object.keys(request.attributes), ["samlResponse"]);
    assert.deepEqual([typeof samlResponse.email, samlResponse.NameID], ["string", undefined]);
    assert.equal((await attributesOf(userName)).email, "changed@example.com");
  });

  it("C306: an empty object leaves the provider's words as they are", async () => {
    await serveTrigger(same);
    await signIn();
    assert.deepEqual(await attributesOf("Google_1042"), {
      email: "Ada@example.com",
      email_verified: "false",
      name: "Ada Lovelace",
    });
  });

  it("C306: what it returns takes the place of everything, at each sign-in", async () => {
    await serveTrigger(
      responding({ userAttributesToMap: { sub: "1042", email: "ada@example.com" } }),
    );
    await signIn();
    await signIn();
    const kept = { email: "ada@example.com", email_verified: "false" };
    assert.deepEqual(await attributesOf("Google_1042"), kept);
    assert.equal(pools.events.length, 2);
  });

  it("C306: without the claim that says who it is, nobody is signed in", async () => {
    await serveTrigger(responding({ userAttributesToMap: { email: "ada@example.com" } }));
    const { error, error_description: description } = sentBack(await signIn());
    assert.deepEqual([error, description], ["invalid_request", "Google does not say sub. "]);
  });

  it("C303: a throw refuses the sign-in, and the client reads why", async () => {
    await serveTrigger(refusing("not from there"));
    const { error, error_description: description } = sentBack(await signIn());
    assert.equal(error, "invalid_request");
    assert.equal(description, "InboundFederation failed with error not from there. ");
  });

  it("C306: is told by DescribeUserPool, and gone once an update leaves it out", async () => {
    await serveTrigger(same);
    const describePool = async () =>
      (await administer(pools, "DescribeUserPool", {})).body["UserPool"].LambdaConfig;
    const InboundFederation = { LambdaArn: functionArn("inbound"), LambdaVersion: "V1_0" };
    assert.deepEqual(await describePool(), { InboundFederation });
    await administer(pools, "UpdateUserPool", {});
    await signIn();
    assert.deepEqual(pools.events, []);
  });
});

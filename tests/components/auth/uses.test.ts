import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AuthLayer } from "../../../components/auth-layer";
import { grantedActions, GRANTS } from "../../../components/auth/grants";
import { inputs, recorded, resource, types } from "../../support/recorded";
import { layerWith } from "./support/layer";

const layer = () =>
  new AuthLayer("auth", {
    signUp: "self-service",
    domain: { prefix: "orders-login" },
    scopes: { orders: { read: "See orders" } },
    clients: {
      web: {
        kind: "browser",
        callbackUrls: [pulumi.output("https://a.test/cb?x=1"), "https://b.test"],
        logoutUrls: ["https://a.test/bye"],
        scopes: ["openid", "orders/read"],
      },
      app: { kind: "native", callbackUrls: ["com.example.app:/callback"] },
      job: { kind: "machine", scopes: ["orders/read"] },
      dev: undefined,
    },
  });

const pages = "https://orders-login.auth.us-east-1.amazoncognito.com";

describe("what a program gets from an AuthLayer", () => {
  it("F148: is the addresses of OpenID Connect", async () => {
    const recording = await recorded(() => ({ endpoints: layer().endpoints }));
    const { id } = resource(recording, types.userPool, "auth");
    const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${id}`;
    assert.deepEqual(recording.outputs["endpoints"], {
      issuer,
      discovery: `${issuer}/.well-known/openid-configuration`,
      jwks: `${issuer}/.well-known/jwks.json`,
      authorize: `${pages}/oauth2/authorize`,
      token: `${pages}/oauth2/token`,
      userInfo: `${pages}/oauth2/userInfo`,
      revoke: `${pages}/oauth2/revoke`,
      logout: `${pages}/logout`,
    });
  });

  it("F110: is an authorizer for some clients only, such as machines", async () => {
    const recording = await recorded(() => ({
      machines: layer().authorizerOf("machines", ["job"]),
    }));
    const { id } = resource(recording, types.userPool, "auth");
    assert.deepEqual(recording.outputs["machines"], {
      name: "machines",
      issuer: `https://cognito-idp.us-east-1.amazonaws.com/${id}`,
      audience: [resource(recording, types.client, "auth-job").id],
      scopes: ["orders/read"],
    });
  });

  it("F48: is no client where the arguments have none", async () => {
    const recording = await recorded(() => {
      const { clients, authorizer } = layer();
      return { dev: clients.dev === undefined, audience: authorizer.audience };
    });
    const ids = ["auth-web", "auth-app", "auth-job"].map(
      (name) => resource(recording, types.client, name).id,
    );
    assert.deepEqual(recording.outputs, { dev: true, audience: ids });
  });

  it("F54: is links to sign in and out, to the first addresses of a client", async () => {
    const recording = await recorded(() => {
      const auth = layer();
      return { signIn: auth.signInUrl("web"), signOut: auth.logoutUrl("web") };
    });
    const { id } = resource(recording, types.client, "auth-web");
    assert.deepEqual(recording.outputs, {
      signIn:
        `${pages}/oauth2/authorize?client_id=${id}&response_type=code&scope=openid+orders%2Fread` +
        "&redirect_uri=https%3A%2F%2Fa.test%2Fcb%3Fx%3D1",
      signOut: `${pages}/logout?client_id=${id}&logout_uri=https%3A%2F%2Fa.test%2Fbye`,
    });
  });

  it("F54: is no link of a machine or an absent client, and none to sign out where nothing follows", async () => {
    await assert.rejects(
      recorded(() => layer().signInUrl("job")),
      { message: 'clients["job"] has no sign-in pages: it is a machine\'s.' },
    );
    await assert.rejects(
      recorded(() => layer().signInUrl("dev")),
      { message: 'clients["dev"] is undefined: this stack has no such client.' },
    );
    await assert.rejects(
      recorded(() => layer().logoutUrl("app")),
      { message: 'clients["app"].logoutUrls is empty: name the page that follows signing out.' },
    );
  });
});

describe("rights on a pool", () => {
  it("F16: are the actions of the verbs, each once, on this pool alone", async () => {
    const recording = await recorded(() => {
      layer().grant("reports", "reports-role", ["readUsers", "manageMemberships"]);
    });
    const { role, policy } = inputs(recording, types.rolePolicy, "auth-reports-grant");
    assert.equal(role, "reports-role");
    assert.deepEqual(JSON.parse(String(policy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: [
            "cognito-idp:AdminAddUserToGroup",
            "cognito-idp:AdminGetUser",
            "cognito-idp:AdminListGroupsForUser",
            "cognito-idp:AdminListUserAuthEvents",
            "cognito-idp:AdminRemoveUserFromGroup",
            "cognito-idp:ListUsers",
            "cognito-idp:ListUsersInGroup",
          ],
          Resource: [resource(recording, types.userPool, "auth").outputs["arn"]],
        },
      ],
    });
  });

  it("F16: name every action, without a wildcard", () => {
    for (const action of grantedActions(Object.keys(GRANTS) as (keyof typeof GRANTS)[])) {
      assert.match(action, /^cognito-idp:[A-Za-z]+$/);
    }
  });

  it("F16: are refused where they name nothing that is known", async () => {
    const known =
      "readUsers, createUsers, updateUsers, suspendUsers, deleteUsers, resetPasswords, signOutUsers, manageMemberships, manageUsers";
    await assert.rejects(
      recorded(() => layer().grant("reports", "role", [])),
      { message: `grant names nothing: say one of ${known}.` },
    );
    await assert.rejects(
      recorded(() => layer().grant("reports", "role", ["everything" as never])),
      { message: `grant has "everything", which is not one of ${known}.` },
    );
  });
});

describe("the role of user imports", () => {
  it("F4: may be taken for this pool only, and writes its own log", async () => {
    const recording = await layerWith({ userImport: true });
    const role = resource(recording, types.role, "auth-user-import");
    const pool = resource(recording, types.userPool, "auth");
    assert.equal(recording.outputs["userImportRole"], role.outputs["arn"]);
    assert.deepEqual(JSON.parse(String(role.inputs["assumeRolePolicy"])), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "cognito-idp.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { ArnEquals: { "aws:SourceArn": pool.outputs["arn"] } },
        },
      ],
    });
    const { policy } = inputs(recording, types.rolePolicy, "auth-user-import-policy");
    assert.deepEqual((JSON.parse(String(policy)) as { Statement: unknown }).Statement, [
      {
        Effect: "Allow",
        Action: [
          "logs:CreateLogGroup",
          "logs:CreateLogStream",
          "logs:DescribeLogStreams",
          "logs:PutLogEvents",
        ],
        Resource: [
          `arn:aws:logs:us-east-1:123456789012:log-group:/aws/cognito/userpools/${pool.id}/*`,
        ],
      },
    ]);
  });

  it("F4: is not made unless it is asked for", async () => {
    const recording = await layerWith({});
    assert.equal(recording.outputs["userImportRole"], "");
    assert.deepEqual(
      recording.resources.filter(({ type }) => type === types.role),
      [],
    );
  });
});

describe("the groups of a pool", () => {
  it("F58: have the role that their members take", async () => {
    const role = "arn:aws:iam::123456789012:role/admin";
    const recording = await layerWith({ groups: { admin: { role } } });
    assert.equal(inputs(recording, types.group, "auth-admin")["roleArn"], role);
  });
});

import assert from "node:assert/strict";
import { checkRelations } from "../../../../local/cognito/configuration/program-relations.ts";
import type { Properties } from "../../../../local/program/graph.ts";
import {
  client,
  domain,
  graphOf,
  machineClient,
  pool,
  POOL_ID,
  resource,
  resourceServer,
} from "../support/graph.ts";

const CLIENT = 'aws:cognito/userPoolClient:UserPoolClient "6h8": its inputs';
const FIX = "Change the program: AWS would not create this.";

function group(label: string, name: string) {
  const inputs = { userPoolId: POOL_ID, name };
  return resource("aws:cognito/userGroup:UserGroup", label, { inputs });
}

describe("resources that AWS would not create beside others", () => {
  it("C276: a client with a scope that no resource server of its pool has", () => {
    const odd = client({ allowedOauthScopes: ["openid", "orders/reed"] });
    assert.throws(() => checkRelations(graphOf(pool(), resourceServer(), odd)), {
      code: "ScopeDoesNotExistException",
      message: `${CLIENT}: ScopeDoesNotExistException: Invalid scope requested: orders/reed ${FIX}`,
    });
    checkRelations(graphOf(pool(), resourceServer(), client(), machineClient()));
  });

  it("C276: scopes of a pool made elsewhere are its own business", () => {
    checkRelations(graphOf(client()));
  });

  it("C262: attributes that the pool has not", () => {
    const plan = { schemas: [{ name: "plan", attributeDataType: "String" }] };
    const reads = client({ readAttributes: ["email", "custom:plan"], allowedOauthScopes: [] });
    const writes = client({ writeAttributes: ["email_verified_at"], allowedOauthScopes: [] });
    assert.throws(() => checkRelations(graphOf(pool(), reads)), {
      message: `${CLIENT}: InvalidParameterException: Invalid read attributes specified while creating a client ${FIX}`,
    });
    assert.throws(() => checkRelations(graphOf(pool(plan), writes)), {
      message: `${CLIENT}: InvalidParameterException: Invalid write attributes specified while creating a client ${FIX}`,
    });
    checkRelations(graphOf(pool(plan), reads));
  });

  it("C173: a user whose password the pool's policy does not allow, without saying it", () => {
    const user = (inputs: Properties) =>
      resource("aws:cognito/user:User", "alice", {
        inputs: { userPoolId: POOL_ID, username: "alice@example.com", ...inputs },
      });
    const strict = pool({ passwordPolicy: { minimumLength: 12 } });
    for (const property of ["password", "temporaryPassword"]) {
      assert.throws(() => checkRelations(graphOf(strict, user({ [property]: "Sh0rt-one" }))), {
        message: `aws:cognito/user:User "alice": its inputs: InvalidPasswordException: Password did not conform with policy: Password not long enough ${FIX}`,
      });
      checkRelations(graphOf(pool(), user({ [property]: "L0ng-enough" })));
    }
    checkRelations(graphOf(strict, user({})));
  });

  it("C44, C240, C293, C296: a second resource server, group or domain of one name, or domain of one kind", () => {
    const twice = { domain: "example" };
    const other = { ...domain(twice), name: "other" };
    for (const [resources, message] of [
      [
        [resourceServer(), resourceServer({}, "again")],
        `aws:cognito/resourceServer:ResourceServer "again": its inputs: InvalidParameterException: orders already exists in user pool ${POOL_ID}. ${FIX}`,
      ],
      [
        [group("one", "admin"), group("two", "admin")],
        `aws:cognito/userGroup:UserGroup "two": its inputs: GroupExistsException: A group with the name already exists ${FIX}`,
      ],
      [
        [domain(twice), other],
        `aws:cognito/userPoolDomain:UserPoolDomain "other": its inputs: InvalidParameterException: Domain already associated with another user pool. ${FIX}`,
      ],
      [
        [domain(), { ...domain({ domain: "second" }), name: "other" }],
        `aws:cognito/userPoolDomain:UserPoolDomain "other": its inputs: InvalidParameterException: User pool already has a domain of this kind configured. ${FIX}`,
      ],
    ] as const) {
      assert.throws(() => checkRelations(graphOf(pool(), ...resources)), { message });
    }
    const custom = domain({ domain: "login.example.net", certificateArn: "arn:aws:acm:x" });
    checkRelations(graphOf(pool(), domain(), { ...custom, name: "custom" }));
    checkRelations(graphOf(pool(), group("one", "admin"), group("two", "reader"), domain(twice)));
  });
});

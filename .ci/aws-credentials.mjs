// Exchanges a pipeline's OpenID Connect token for AWS credentials of one hour, and prints them as shell commands:
//   eval "$(node .ci/aws-credentials.mjs)"
// Reads AWS_ROLE_ARN, AWS_REGION, and the token: AWS_ID_TOKEN (GitLab's id_tokens), or GitHub's own variables. No AWS
// tool and no third-party action is needed, and no key is kept anywhere.
const AUDIENCE = "sts.amazonaws.com";
const LIFETIME_SECONDS = 3600;

try {
  const { AccessKeyId, SecretAccessKey, SessionToken } = await assumeRole(await idToken());
  console.log(`export AWS_ACCESS_KEY_ID=${quote(AccessKeyId)}`);
  console.log(`export AWS_SECRET_ACCESS_KEY=${quote(SecretAccessKey)}`);
  console.log(`export AWS_SESSION_TOKEN=${quote(SessionToken)}`);
} catch (error) {
  console.error(`No AWS credentials: ${error.message}`);
  // What evaluates the output has to fail as well.
  console.log("false");
  process.exitCode = 1;
}

async function idToken() {
  const {
    AWS_ID_TOKEN,
    ACTIONS_ID_TOKEN_REQUEST_URL: url,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN,
  } = process.env;
  if (AWS_ID_TOKEN) return AWS_ID_TOKEN;
  if (!url)
    throw new Error(
      "this job has no OpenID Connect token (GitHub: permissions id-token: write; GitLab: id_tokens)",
    );
  const headers = { authorization: `Bearer ${ACTIONS_ID_TOKEN_REQUEST_TOKEN}` };
  const response = await fetch(`${url}&audience=${AUDIENCE}`, { headers });
  if (!response.ok) throw new Error(`the token service answered ${response.status}`);
  return (await response.json()).value;
}

/** AssumeRoleWithWebIdentity needs no signature: the token is the proof. */
async function assumeRole(token) {
  const { AWS_ROLE_ARN, AWS_REGION, AWS_ENDPOINT_URL_STS } = process.env;
  if (!AWS_ROLE_ARN || !AWS_REGION) throw new Error("set AWS_ROLE_ARN and AWS_REGION");
  const response = await fetch(AWS_ENDPOINT_URL_STS ?? `https://sts.${AWS_REGION}.amazonaws.com/`, {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams({
      Action: "AssumeRoleWithWebIdentity",
      Version: "2011-06-15",
      RoleArn: AWS_ROLE_ARN,
      RoleSessionName: "deploy",
      DurationSeconds: LIFETIME_SECONDS,
      WebIdentityToken: token,
    }),
  });
  const answer = await response.json();
  if (response.ok)
    return answer.AssumeRoleWithWebIdentityResponse.AssumeRoleWithWebIdentityResult.Credentials;
  const { Code, Message } = answer.Error ?? {};
  throw new Error(`AWS answered ${response.status} ${Code}: ${Message}`);
}

function quote(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

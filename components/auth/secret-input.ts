import * as pulumi from "@pulumi/pulumi";
import { invalidArgument, type Problem } from "../shared/arguments";

/** What is wrong with a text where a secret has to be. It is not quoted. */
export function plainTextProblem(path: string, value: unknown): Problem {
  return pulumi.Output.isInstance(value) ? undefined : notSecret(path);
}

/**
 * The value of an argument, once Pulumi has told that it is a secret: the state holds everything else
 * in clear. Only the value itself knows, so a plain one fails here, before its resource.
 */
export function secretOnly(
  path: string,
  value: pulumi.Output<string>,
  component: pulumi.Resource,
): pulumi.Output<string> {
  // Missing where the types were passed by.
  if (value === undefined) throw invalidArgument(notSecret(path), component);
  const checked = pulumi.output(pulumi.isSecret(value)).apply((isSecret) => {
    if (!isSecret) throw invalidArgument(notSecret(path), component);
    return value;
  });
  return pulumi.secret(checked);
}

function notSecret(path: string): string {
  const key = path.split(/[^A-Za-z]+/).at(-1);
  return (
    `${path} is not a secret: the state and the logs would show it. Run pulumi config set --secret ` +
    `${key} and pass new pulumi.Config().requireSecret("${key}").`
  );
}

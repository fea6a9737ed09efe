import type * as pulumi from "@pulumi/pulumi";

/** A sender of your own: an identity verified in Amazon SES. */
export interface EmailSender {
  /** For instance `Orders <no-reply@orders.example.net>`. */
  readonly from: pulumi.Input<string>;
  readonly sesIdentityArn: pulumi.Input<string>;
  readonly replyTo?: pulumi.Input<string>;
  /** Configuration set of SES that counts deliveries and bounces. @default none */
  readonly configurationSet?: pulumi.Input<string>;
}

/** Who sends a pool's mails. */
export function emailConfiguration(email: EmailSender | "cognito" = "cognito") {
  if (email === "cognito") return { emailSendingAccount: "COGNITO_DEFAULT" };
  return {
    emailSendingAccount: "DEVELOPER",
    fromEmailAddress: email.from,
    sourceArn: email.sesIdentityArn,
    ...(email.replyTo !== undefined && { replyToEmailAddress: email.replyTo }),
    ...(email.configurationSet !== undefined && { configurationSet: email.configurationSet }),
  };
}

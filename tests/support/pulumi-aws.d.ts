// What the type check reads as `@pulumi/aws`, for the declarations of `@pulumi/awsx`: of its 240 modules, whose
// declarations are half of all that there would be to read, those that `awsx/ec2` names. Everything else imports the
// modules one by one.
export * as ec2 from "@pulumi/aws/ec2";
export * as lb from "@pulumi/aws/lb";
export * as types from "@pulumi/aws/types";

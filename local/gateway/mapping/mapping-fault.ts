/** A mapping that AWS refuses when the integration is created. */
export class MappingFault extends Error {
  /** Where it stands, for instance `requestParameters["append:header.x"]`. */
  readonly value: string;
  readonly fix: string;

  constructor(value: string, text: string, fix: string) {
    super(text);
    this.value = value;
    this.fix = fix;
  }
}

/** How AWS begins: https://github.com/hashicorp/terraform-provider-aws/pull/17997 */
export const invalidExpression =
  "Invalid mapping expression specified: Validation Result: warnings : [], errors : ";

/** The account that everything local belongs to. */
export const accountId = "123456789012";

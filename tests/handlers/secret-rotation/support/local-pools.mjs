// Only its declaration is read with the program: what Node runs itself has a compilation of its own.
export { localPools } from "../../../local/cognito/support/rotating-pools.ts";

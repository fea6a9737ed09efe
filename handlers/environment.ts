/**
 * A variable of the function's environment, such as the name of a table.
 * @throws where the program does not give it, which no request can mend
 */
export function requiredVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new Error(
      `The environment has no ${name}: add it to environment where the function is made.`,
    );
  }
  return value;
}

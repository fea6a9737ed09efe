/** What people type to say who they are. */
export type SignIn = "email" | "phone" | "username";

/** An attribute that messages can be sent to. */
export type Contact = "email" | "phone_number";

/** What a new user gives, and proves with a code. */
const CONTACT: Readonly<Record<SignIn, Contact>> = {
  email: "email",
  phone: "phone_number",
  // People choose the name; the address is where codes go.
  username: "email",
};

/** The attribute that a user of such a pool has codes sent to: every new user gives it. */
export function contactOf(signIn: SignIn = "email"): Contact {
  return CONTACT[signIn];
}

/**
 * Inputs of a pool that say what users sign in with. Changing one of them replaces the pool and
 * loses every user (C336).
 */
export function signInNames(signIn: SignIn = "email") {
  return {
    // A name that is not an address stays for good; aliases would let two people claim one (C251).
    ...(signIn !== "username" && { usernameAttributes: [CONTACT[signIn]] }),
    // `Bob@x.org` and `bob@x.org` are one person; Cognito's default says two (C253).
    usernameConfiguration: { caseSensitive: false },
  };
}

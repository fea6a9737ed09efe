/** Devices that a pool remembers, so that their users are not asked for a second factor again. */
export interface RememberedDevices {
  /** Whether the user is asked, or every device is remembered. */
  readonly rememberBy: "user" | "always";
  /**
   * Whether a remembered device has to prove that it is the one. Without it anybody who copies the
   * device's name skips the second factor.
   * @default true
   */
  readonly challengeNew?: boolean;
}

/** The pool's device tracking; without the argument it remembers none (C275). */
export function deviceSettings(devices: RememberedDevices | undefined) {
  if (devices === undefined) return {};
  return {
    deviceConfiguration: {
      challengeRequiredOnNewDevice: devices.challengeNew ?? true,
      deviceOnlyRememberedOnUserPrompt: devices.rememberBy === "user",
    },
  };
}

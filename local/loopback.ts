/** Whether a host name or address is this machine's own; an IPv6 address may stand in brackets. */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|::1|\[::1\]|127(?:\.\d{1,3}){3})$/.test(hostname);
}

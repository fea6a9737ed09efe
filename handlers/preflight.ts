/** Answers a preflight request; API Gateway adds the CORS headers. */
export async function preflight() {
  return { statusCode: 204 };
}

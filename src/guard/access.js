/** Verifies the signature of a Cloudflare Access assertion, for src/guard/access.rs. */

const RS256 = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

/**
 * @param {string} modulus of the public key, as a JSON Web Key has it
 * @param {string} exponent
 * @param {Uint8Array<ArrayBuffer>} signature
 * @param {string} signed
 * @returns {Promise<boolean>} whether the key has signed it
 */
export async function verify(modulus, exponent, signature, signed) {
  const jwk = { kty: "RSA", n: modulus, e: exponent };
  // Copy the signature: the Worker's memory may move during the wait.
  const octets = signature.slice();
  const key = await crypto.subtle.importKey("jwk", jwk, RS256, false, ["verify"]);
  return crypto.subtle.verify(RS256.name, key, octets, new TextEncoder().encode(signed));
}

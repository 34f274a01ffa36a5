/** SHA-256 in hexadecimal, on pages too whose address the browser does not call secure (a phone in the shop's own net). */
export async function sha256(data: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = crypto.subtle as SubtleCrypto | undefined
  const hash = subtle ? new Uint8Array(await subtle.digest('SHA-256', data)) : (await import('@noble/hashes/sha2.js')).sha256(data)
  return [...hash].map((b) => b.toString(16).padStart(2, '0')).join('')
}

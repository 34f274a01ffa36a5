// A passkey as a way to open the device's copy: the authenticator gives, for a salt, a secret that nobody else has (WebAuthn's
// PRF extension, W3C WebAuthn Level 3 §10.1.4). It never leaves the device, and no server is asked.
const patience = 60_000 // milliseconds

type Outputs = AuthenticationExtensionsClientOutputs & { prf?: { enabled?: boolean; results?: { first?: BufferSource } } }

const bytes = (n: number) => crypto.getRandomValues(new Uint8Array(n))
const secretIn = (found: Credential | null): Uint8Array | null => {
  const first = (found as PublicKeyCredential | null)?.getClientExtensionResults() as Outputs | undefined
  const secret = first?.prf?.results?.first
  return secret ? new Uint8Array(secret instanceof ArrayBuffer ? secret : secret.buffer.slice(secret.byteOffset, secret.byteOffset + secret.byteLength)) : null
}

/** Whether this browser may know passkeys, at this address. */
export const possible = () => window.isSecureContext && 'PublicKeyCredential' in window && !/^[0-9.[\]:]+$/.test(location.hostname)

/** Makes a passkey; null where the authenticator gives no secret or the person has said no. */
export async function makePasskey(name: string): Promise<{ id: Uint8Array; salt: Uint8Array; secret: Uint8Array } | null> {
  const salt = bytes(32)
  try {
    const made = (await navigator.credentials.create({
      publicKey: {
        challenge: bytes(32), rp: { name: '단골' }, user: { id: bytes(16), name, displayName: name }, timeout: patience,
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }, { type: 'public-key', alg: -257 }],
        authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
        extensions: { prf: { eval: { first: salt } } } as AuthenticationExtensionsClientInputs,
      },
    })) as PublicKeyCredential | null
    if (!made) return null
    const id = new Uint8Array(made.rawId)
    const secret = secretIn(made) ?? (await askPasskey(id, salt)) // some give it only when they are asked again
    return secret && { id, salt, secret }
  } catch {
    return null
  }
}

/** Asks a passkey for its secret; null when there is none. */
export async function askPasskey(id: Uint8Array, salt: Uint8Array): Promise<Uint8Array | null> {
  try {
    return secretIn(
      await navigator.credentials.get({
        publicKey: {
          challenge: bytes(32), allowCredentials: [{ type: 'public-key', id: id.slice() }], userVerification: 'required', timeout: patience,
          extensions: { prf: { eval: { first: salt } } } as AuthenticationExtensionsClientInputs,
        },
      }),
    )
  } catch {
    return null
  }
}

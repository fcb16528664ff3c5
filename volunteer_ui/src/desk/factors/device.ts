/** What a device makes and signs, as JSON, which older browsers cannot write by themselves (WebAuthn level 3). */
type Json = Record<string, unknown>

const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0))
const text = (buffer: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

interface Described {
  readonly id: string
  readonly type: 'public-key'
}

const described = (all: unknown): PublicKeyCredentialDescriptor[] => ((all ?? []) as readonly Described[]).map((it) => ({ type: it.type, id: bytes(it.id) }))

/** Can this browser ask a device, at this address? */
export const canAsk = (): boolean => window.isSecureContext && 'PublicKeyCredential' in window

/** Let a device make a passkey; null when nobody did. */
export async function makePasskey(options: Json): Promise<Json | null> {
  const user = options.user as { id: string; name: string; displayName: string }
  const publicKey = { ...options, challenge: bytes(options.challenge as string), user: { ...user, id: bytes(user.id) }, excludeCredentials: described(options.excludeCredentials) }
  return asked(() => navigator.credentials.create({ publicKey: publicKey as unknown as PublicKeyCredentialCreationOptions }), (made) => {
    const response = made as AuthenticatorAttestationResponse
    return { clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject) }
  })
}

/** Let a device sign with one of its passkeys; null when nobody did. */
export async function usePasskey(options: Json): Promise<Json | null> {
  const publicKey = { ...options, challenge: bytes(options.challenge as string), allowCredentials: described(options.allowCredentials) }
  return asked(() => navigator.credentials.get({ publicKey: publicKey as unknown as PublicKeyCredentialRequestOptions }), (signed) => {
    const response = signed as AuthenticatorAssertionResponse
    return { clientDataJSON: text(response.clientDataJSON), authenticatorData: text(response.authenticatorData), signature: text(response.signature) }
  })
}

async function asked(ask: () => Promise<Credential | null>, read: (response: AuthenticatorResponse) => Json): Promise<Json | null> {
  try {
    const made = (await ask()) as PublicKeyCredential | null
    return made && { id: made.id, rawId: text(made.rawId), type: made.type, response: read(made.response), clientExtensionResults: {} }
  } catch {
    return null
  }
}

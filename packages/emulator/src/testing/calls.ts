type Headers = Record<string, string>

/** The calls of these tests, over any fetch and on any host. */
export function callsOf(fetch: typeof globalThis.fetch, base = 'https://plex.tv') {
  const call = (method: string, path: string, headers: Headers = {}, body?: URLSearchParams | string) =>
    fetch(base + path, {
      method,
      headers: { 'X-Plex-Client-Identifier': 'tests', Accept: 'application/json', ...headers },
      ...(body && { body }),
    })
  const json = { 'Content-Type': 'application/json' }
  return {
    call,
    nonce: (headers?: Headers) => call('GET', '/api/v2/auth/nonce', headers),
    registerKey: (jwk: unknown, token: string, headers?: Headers) =>
      call('POST', '/api/v2/auth/jwk', { 'X-Plex-Token': token, ...json, ...headers }, JSON.stringify({ jwk })),
    exchange: (jwt: unknown, headers?: Headers) =>
      call('POST', '/api/v2/auth/token', { ...json, ...headers }, JSON.stringify({ jwt })),
    publishedKeys: () => call('GET', '/api/v2/auth/keys'),
    createKeyPin: (jwk: unknown, headers?: Headers) =>
      call(
        'POST',
        '/api/v2/pins',
        { 'X-Plex-Product': 'Reelroom', ...json, ...headers },
        JSON.stringify({ jwk, strong: true }),
      ),
    redeemPin: (id: number, jwt: string, headers?: Headers) =>
      call('GET', `/api/v2/pins/${id}?deviceJWT=${jwt}`, headers),
    switchTo: (uuid: string, token: string, pin = '') =>
      call('POST', `/api/v2/home/users/${uuid}/switch${pin && `?pin=${pin}`}`, { 'X-Plex-Token': token }),
    signIn: (fields: Record<string, string>, headers?: Headers) =>
      call('POST', '/api/v2/users/signin', headers, new URLSearchParams(fields)),
    user: (token: string, headers?: Headers) => call('GET', '/api/v2/user', { 'X-Plex-Token': token, ...headers }),
    ping: (token: string, headers?: Headers) => call('GET', '/api/v2/ping', { 'X-Plex-Token': token, ...headers }),
    createPin: (kind: 'link' | 'strong', headers?: Headers) =>
      call('POST', `/api/v2/pins${kind === 'strong' ? '?strong=true' : ''}`, {
        'X-Plex-Product': 'Reelroom',
        ...headers,
      }),
    checkPin: (id: number | string, headers?: Headers) => call('GET', `/api/v2/pins/${id}`, headers),
    linkPin: (code: string, token: string) =>
      call('PUT', '/api/v2/pins/link', { 'X-Plex-Token': token }, new URLSearchParams({ code })),
    pinInfo: (code: string, headers?: Headers) =>
      call('GET', `/api/v2/pins/info?code=${encodeURIComponent(code)}`, headers),
    resources: (token: string, headers?: Headers) =>
      call('GET', '/api/v2/resources?includeHttps=1&includeRelay=1&includeIPv6=1', {
        'X-Plex-Token': token,
        ...headers,
      }),
    devices: (token: string) => call('GET', '/devices.xml', { 'X-Plex-Token': token }),
    removeDevice: (id: number | string, token: string) =>
      call('DELETE', `/devices/${id}.xml`, { 'X-Plex-Token': token }),
    homeUsers: (token: string, headers?: Headers) =>
      call('GET', '/api/v2/home/users', { 'X-Plex-Token': token, ...headers }),
    signOut: (token: string) => call('DELETE', '/api/v2/users/signout', { 'X-Plex-Token': token }),
  }
}

/** What a person fills into the form. */
export const typed = ({ login, password }: { login: string; password: string }, verificationCode?: string) => ({
  login,
  password,
  rememberMe: 'true',
  ...(verificationCode !== undefined && { verificationCode }),
})

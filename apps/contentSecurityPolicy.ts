import type { Plugin } from 'vite'

/**
 * The strictest policy that an app of Foyer's runs under: its own files, and plex.tv or the stand-in at `standIn`. In
 * builds only: the dev server writes scripts and styles into the page.
 */
export function contentSecurityPolicy(standIn: string | undefined): Plugin {
  const policy = [
    "default-src 'self'",
    `connect-src 'self' ${standIn || 'https://plex.tv https://clients.plex.tv'}`,
    // Avatars lie wherever people have put them.
    `img-src 'self' https: ${standIn || ''}`.trim(),
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policy.join('; ') },
        injectTo: 'head-prepend',
      },
    ],
  }
}

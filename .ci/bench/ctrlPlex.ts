import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { installInto } from './project.ts'

/** @ctrl/plex, as far as it is driven here. */
interface CtrlPlex {
  MyPlexAccount: new (baseUrl: null, username: string, password: string, token: string) => CtrlPlexAccount
  MyPlexResource: { key: string }
}

interface CtrlPlexAccount {
  resource(name: string): Promise<CtrlPlexResource>
}

/** A server that an account may use. */
export interface CtrlPlexResource {
  /** Rejects when no address answers. */
  connect(): Promise<{ machineIdentifier: string }>
}

/** The library whose way to a server ours is held against. */
export const ctrlPlexName = '@ctrl/plex 3.12.1'

/** Installs it in that empty folder, and signs in. Nothing of it is changed but where it reads an account's servers. */
export async function signInWithCtrlPlex(directory: string, plexTvUrl: string, token: string) {
  installInto(directory, [ctrlPlexName.replace(' ', '@')])
  const entry = createRequire(join(directory, 'app.js')).resolve('@ctrl/plex')
  const { MyPlexAccount, MyPlexResource }: CtrlPlex = await import(pathToFileURL(entry).href)
  MyPlexResource.key = MyPlexResource.key.replace('https://plex.tv', plexTvUrl)
  return new MyPlexAccount(null, '', '', token)
}

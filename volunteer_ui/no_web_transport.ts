import type { Plugin } from 'vite'

/** Leave out the third way in which engine.io could connect: our server has none, and no page asks for it. */
export function noWebTransport(): Plugin {
  return {
    name: 'no-web-transport',
    transform: (_, id) => (/\/engine\.io-client\/.*\/transports\/webtransport\.js$/.test(id) ? { code: 'export class WT {}', map: null } : null),
  }
}

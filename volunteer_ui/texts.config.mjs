/** How messages/*.json becomes src/paraglide: one set of choices for the build, the tests and `npm run texts`. */
import { compile } from '@inlang/paraglide-js'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'

/** @type {import('@inlang/paraglide-js').CompilerOptions} */
export const texts = {
  project: './project.inlang',
  outdir: './src/paraglide',
  // The page itself says which language is spoken (src/shared/language.svelte.ts); nothing is read from cookies or the URL.
  strategy: ['globalVariable', 'baseLocale'],
  outputStructure: 'message-modules',
  emitTsDeclarations: false,
  isServer: 'false',
}

if (argv[1] === fileURLToPath(import.meta.url)) await compile(texts)

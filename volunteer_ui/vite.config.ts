import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { htmlTexts } from './html_texts.ts'
import { noWebTransport } from './no_web_transport.ts'
import { ownWords } from './own_words.ts'
import { texts } from './texts.config.mjs'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const pages = { child: here('./child.html'), desk: here('./desk.html'), practice: here('./practice.html') }
const alone = { ...pages, gallery: here('./gallery.html') }

// One build for each page (`vite build --mode child`, then `--mode desk` and `--mode practice`): a script shared by both would bring a child's old
// phone the parts of Svelte and of the dialogs that only the desk uses. The gallery is built by the tests alone, to a place of theirs (`--outDir`).
export default defineConfig(({ mode }) => ({
  base: '/',
  publicDir: false,
  // The tests compile the texts once beforehand: the plugin would go on watching and keep vitest from ending.
  plugins: [htmlTexts(), ...(process.env.VITEST ? [] : [paraglideVitePlugin(texts)]), ownWords(), noWebTransport(), svelte()],
  // The browser's half of Svelte, also where vitest runs in Node.
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  build: {
    outDir: here('../helpline/web/built'),
    // The child's page is built first.
    emptyOutDir: mode !== 'desk' && mode !== 'practice',
    assetsDir: 'assets',
    // The policy of the pages is `script-src 'self'; font-src 'self'; img-src 'self'`: nothing inline, no data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ['es2020', 'chrome87', 'firefox78', 'safari14'],
    rollupOptions: {
      // How long each plugin takes helps nobody who only wants the pages.
      checks: { bundlerTimings: false },
      input: mode in alone ? { [mode]: alone[mode as keyof typeof alone] } : pages,
      // A text that is missing from messages/ would be `undefined()` in the reader's browser: stop here instead.
      onwarn: (warning, next) => {
        if (warning.code === 'IMPORT_IS_UNDEFINED') throw new Error(warning.message)
        next(warning)
      },
    },
  },
  // Found before the first page asks: one found later would load every page anew in the middle of what it shows.
  optimizeDeps: { entries: ['gallery.html', 'child.html', 'desk.html', 'practice.html', 'src/gallery/*.ts'], include: ['bits-ui', 'diff', 'jssip', 'markdown-it', 'socket.io-client'] },
  server: {
    proxy: {
      '/socket.io': { target: 'http://127.0.0.1:8080', ws: true },
      '/api': 'http://127.0.0.1:8080',
      '/child/away': 'http://127.0.0.1:8080',
    },
  },
  test: { include: ['tests/**/*.test.ts', 'src/**/*.test.ts'], environment: 'node', testTimeout: 30_000, hookTimeout: 30_000 },
}))

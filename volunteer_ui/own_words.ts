import type { Plugin } from 'vite'

const compiled = /\/src\/paraglide\/messages\/(\w+)\.js$/
const asked = /export const (\w+) = [^]*$/

/** Let every text ask for the helpline's own words first: a wheel has no Node that could compile them. */
export function ownWords(): Plugin {
  return {
    name: 'own-words',
    transform(code, id) {
      const [, key] = compiled.exec(id.replace(/\?.*$/, '')) ?? []
      if (key === undefined || key === '_index') return null
      const languages = [...code.matchAll(new RegExp(`^const (\\w\\w)_${key} = `, 'gm'))].map(([, language]) => language)
      if (languages.length === 0 || asked.exec(code)?.[1] !== key) this.error(`${key} is compiled in a way that we do not know`)
      const texts = languages.map((language) => `${language}: ${language}_${key}`).join(', ')
      return { code: `import { text } from '../../shared/own_words.ts'\n${code.replace(asked, `export const ${key} = /*@__PURE__*/ text('${key}', { ${texts} })`)}`, map: null }
    },
  }
}

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

type Colours = Readonly<Record<string, readonly [light: number, chroma: number, hue: number]>>

const source = readFileSync(new URL('../src/tokens.css', import.meta.url), 'utf8')

/** The opaque colours that stand in a piece of the tokens. */
function coloursIn(css: string): Colours {
  const found = [...css.matchAll(/--([\w-]+):\s*oklch\(([\d.]+) ([\d.]+)(?: ([\d.]+))?\);/g)]
  return Object.fromEntries(found.map(([, name = '', light, chroma, hue]) => [name, [Number(light), Number(chroma), Number(hue ?? 0)] as const]))
}

const darkFrom = source.indexOf('@media (prefers-color-scheme: dark)')
const light = coloursIn(source.slice(0, darkFrom))
const dark = { ...light, ...coloursIn(source.slice(darkFrom)) }

/** Relative luminance of an oklch colour in sRGB (CSS Color 4, WCAG 2.2); what a screen cannot show is cut off. */
function luminance([lightness, chroma, hue]: readonly [number, number, number]): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
  const green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
  const blue = -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short
  const shown = [red, green, blue].map((part) => Math.min(1, Math.max(0, part)))
  return 0.2126 * shown[0]! + 0.7152 * shown[1]! + 0.0722 * shown[2]!
}

function contrast(colours: Colours, one: string, other: string): number {
  const [high, low] = [luminance(colours[one]!), luminance(colours[other]!)].sort((x, y) => y - x)
  return (high! + 0.05) / (low! + 0.05)
}

/** What is written on what: on the child's page all of it, on the desk the last ones too. */
const forChildren = [
  ...['ink', 'ink-soft', 'action'].flatMap((ink) => ['ground', 'raised', 'sunken'].map((ground) => [ink, ground] as const)),
  ['on-action', 'action'],
  ['on-action', 'action-strong'],
  ['on-mine', 'mine'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-strong'],
] as const
const atTheDesk = [['danger', 'ground'], ['danger', 'raised']] as const
/** Borders of fields and buttons, and the focus: seen, not read. */
const seen = ['edge-strong', 'focus'].flatMap((line) => ['ground', 'raised', 'sunken'].map((ground) => [line, ground] as const))

describe.each([['light', light], ['dark', dark]] as const)('in the %s theme', (_, colours) => {
  test.each(forChildren)('%s on %s is 7:1', (one, other) => expect(contrast(colours, one, other)).toBeGreaterThanOrEqual(7))
  test.each(atTheDesk)('%s on %s is 4.5:1', (one, other) => expect(contrast(colours, one, other)).toBeGreaterThanOrEqual(4.5))
  test.each(seen)('%s on %s is 3:1', (one, other) => expect(contrast(colours, one, other)).toBeGreaterThanOrEqual(3))
})

test('the contrast is that of WCAG: black on white is 21:1', () => {
  expect(contrast({ black: [0, 0, 0], white: [1, 0, 0] }, 'black', 'white')).toBeCloseTo(21, 2)
})

test('no colour stands outside the tokens', () => {
  const styles = ['child/child.css', 'desk/desk.css'].map((name) => readFileSync(new URL(`../src/${name}`, import.meta.url), 'utf8'))
  for (const css of styles) expect(css).not.toMatch(/#[0-9a-f]{3,8}\b|oklch\(|rgb\(|hsl\(/i)
})

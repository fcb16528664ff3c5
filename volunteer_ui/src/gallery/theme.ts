export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const asked = '(prefers-color-scheme: dark)'
const darkRules = new Set<CSSMediaRule>()

/** Show a theme whatever the reader's own is. Call it again whenever a style may have been added. */
export function wear(theme: Theme): void {
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) if (rule instanceof CSSMediaRule && rule.media.mediaText === asked) darkRules.add(rule)
  }
  for (const rule of darkRules) rule.media.mediaText = theme === 'auto' ? asked : theme === 'dark' ? 'all' : 'not all'
  document.documentElement.style.colorScheme = theme === 'auto' ? '' : theme
}

/** Keep the page as high as what is seen of it, so that the writing line stays above a phone's keyboard. */
export function followKeyboard(view: Window): void {
  const seen = view.visualViewport
  if (!seen) return
  const measure = (): void => view.document.documentElement.style.setProperty('--seen', `${seen.height}px`)
  seen.addEventListener('resize', measure)
  measure()
}

/** Put the focus on a place of the desk; false when it is not drawn now. */
export function goTo(selector: string): boolean {
  const place = document.querySelector<HTMLElement>(selector)
  place?.focus()
  return place !== null
}

/** Be nowhere in what belongs to one conversation. */
export const leave = (): void => document.querySelector<HTMLElement>(':is(main > section, #registration, #danger) :focus')?.blur()

/** Where one begins once the desk is there: at the line, where that stands; else at what one does next. */
export function goToBegin(): void {
  if (document.activeElement !== document.body) return
  void (goTo('#write') || goTo('#finish') || goTo('main > [tabindex="0"]') || goTo('.statuses .button'))
}

/** The talk is over and its line went: one goes on at the form, by no key that would do something there. */
export function goToForm(): void {
  if (document.activeElement === document.body) goTo('#tab-registration')
}

/** A field of the form is a group of controls: go to what is chosen in it, else to the first. */
export function goToField(name: string): boolean {
  const field = `#field-${CSS.escape(name)}`
  return goTo(`${field} input:checked`) || goTo(`${field} :is(input, select)`)
}

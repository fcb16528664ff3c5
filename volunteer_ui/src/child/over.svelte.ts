/** What a browser's timer can wait. Milliseconds. */
const longest = 2 ** 31 - 1

/** Whether the moment is there, also while the page stands; never where there is none. For the start of a component. */
export function passing(until: () => string | null | undefined): { readonly isOver: boolean } {
  let isOver = $state(false)
  $effect(() => {
    const left = Date.parse(until() ?? '') - Date.now()
    isOver = left <= 0
    if (!(left > 0 && left < longest)) return
    const timer = setTimeout(() => (isOver = true), left)
    return () => clearTimeout(timer)
  })
  return {
    get isOver() {
      return isOver
    },
  }
}

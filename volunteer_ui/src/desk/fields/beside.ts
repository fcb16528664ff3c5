/** What of a line and of the window matters here: a DOMRect is the first, the root element the second. */
interface Line {
  readonly top: number
  readonly bottom: number
  readonly right: number
}
interface Room {
  readonly clientWidth: number
  readonly clientHeight: number
}

const gap = 4
/** Room enough: there is no need to look for more. */
const enough = 288

/** The style of a list that belongs to a line: under it, or above it where there is more room, and it ends where the line ends. */
export function beside(line: Line, room: Room): string {
  const below = room.clientHeight - line.bottom - 2 * gap
  const above = line.top - 2 * gap
  const isBelow = below >= enough || below >= above
  const from = isBelow ? `top: ${line.bottom + gap}px` : `bottom: ${room.clientHeight - line.top + gap}px`
  return `${from}; right: ${Math.max(0, room.clientWidth - line.right)}px; max-height: min(18rem, ${isBelow ? below : above}px)`
}

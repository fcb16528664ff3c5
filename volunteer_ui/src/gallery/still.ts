/** Let it be this moment for as long as the page stands: a state looks the same today and tomorrow. */
export function stopTime(at: string): void {
  const Moving = Date
  const moment = Moving.parse(at)
  globalThis.Date = class extends Moving {
    constructor(...given: ConstructorParameters<DateConstructor> | []) {
      super(...(given.length === 0 ? ([moment] as const) : (given as [number])))
    }
    static override now(): number {
      return moment
    }
  } as DateConstructor
}

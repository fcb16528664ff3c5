import { initial, reduce, type Event, type State } from './reducer.ts'

export interface Store {
  readonly state: State
  dispatch(event: Event): void
}

/** The one state of the page, which the views follow. heed: told of each change. */
export function createStore(heed: (state: State) => void = () => undefined): Store {
  let state = $state.raw(initial)
  return {
    get state() {
      return state
    },
    dispatch(event) {
      state = reduce(state, event)
      heed(state)
    },
  }
}

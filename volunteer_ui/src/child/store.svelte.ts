import { initial, reduce, type Event, type State } from './reducer'

export interface Store {
  readonly state: State
  dispatch(event: Event): void
}

/** The one state of the page, which the views follow. */
export function createStore(): Store {
  let state = $state.raw(initial)
  return {
    get state() {
      return state
    },
    dispatch(event) {
      state = reduce(state, event)
    },
  }
}

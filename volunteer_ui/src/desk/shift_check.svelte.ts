import type { Keeper } from '../shared/storage.ts'
import { mayNotify, type Permission } from './alert.ts'
import type { LinkQuality } from './check.ts'

const checkedHere = 'checked'

/** What the check found; what is not there yet was not looked at. */
export interface Checked {
  readonly sound?: 'heard' | 'not_heard'
  readonly notify?: Permission
  readonly link?: LinkQuality
}

/** The check before a shift. On a device where it was made or skipped it is not shown by itself any more. */
export class ShiftCheck {
  found: Checked = $state.raw({})
  /** It is still to be shown, on this device and since this log-in. */
  due = $state(false)
  /** How many of them are in view. */
  inView = $state(0)
  /** Whether this browser shows notifications. */
  notify: Permission = $state(mayNotify())
  readonly #device: Keeper

  constructor(device: Keeper, begun: boolean) {
    this.#device = device
    this.due = this.#isNew && !begun
  }

  get #isNew(): boolean {
    return this.#device.get(checkedHere) === null
  }

  /** Let the browser ask. */
  async allowNotifications(): Promise<void> {
    await Notification.requestPermission()
    this.notify = mayNotify()
  }

  /** It was made or skipped. */
  done(): void {
    this.#device.set(checkedHere, 'yes')
    this.due = false
  }

  /** Somebody is available: it comes too late now. */
  pass(): void {
    this.due = false
  }

  /** For whoever sits here next. */
  renew(): void {
    this.found = {}
    this.due = this.#isNew
  }
}

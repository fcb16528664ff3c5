import { openSip } from '../../net/sip.ts'
import type { Keeper } from '../../shared/storage.ts'
import type { Table } from '../table.svelte.ts'
import { openMicrophone, play } from './devices.ts'
import { Telephone } from './telephone.svelte.ts'

/** The telephone of this window. */
export function telephone(table: Table, device: Keeper): Telephone {
  return new Telephone({
    ask: (event, data) => table.ask(event, data),
    open: (credentials, heed) => Promise.resolve(openSip(credentials, heed)),
    microphone: openMicrophone,
    play,
    device,
    now: () => table.now,
  })
}

import type { Keeper } from '../../shared/storage.ts'
import type { MicTrouble } from './machine.ts'

/** A microphone or a headset. `id` is the browser's own, other on every site. */
export interface Device {
  readonly id: string
  readonly label: string
}

export interface Devices {
  readonly microphones: readonly Device[]
  readonly headsets: readonly Device[]
}

/** What was chosen on this device, and that it was tried; an empty id is what the browser itself takes. */
export interface Chosen {
  readonly microphone: string
  readonly headset: string
  readonly tried: boolean
}

export const nothing: Chosen = { microphone: '', headset: '', tried: false }
const key = 'phone'

export function chosenOn(device: Keeper): Chosen {
  try {
    const kept: unknown = JSON.parse(device.get(key) ?? 'null')
    if (typeof kept !== 'object' || kept === null) return nothing
    const { microphone, headset, tried } = kept as Partial<Record<keyof Chosen, unknown>>
    return { microphone: typeof microphone === 'string' ? microphone : '', headset: typeof headset === 'string' ? headset : '', tried: tried === true }
  } catch {
    return nothing
  }
}

export const keepChosen = (device: Keeper, it: Chosen): void => device.set(key, JSON.stringify(it))

/** The microphone, without the echo of the headset and the noise of the room. One that was chosen and is gone is replaced. */
export async function openMicrophone(id: string): Promise<MediaStream | MicTrouble> {
  if (typeof navigator === 'undefined' || !navigator.mediaDevices) return 'none'
  const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...(id === '' ? {} : { deviceId: { ideal: id } }) }
  try {
    return await navigator.mediaDevices.getUserMedia({ audio, video: false })
  } catch (error) {
    const name = error instanceof DOMException ? error.name : ''
    return name === 'NotAllowedError' || name === 'SecurityError' ? 'refused' : name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'busy'
  }
}

export const closeMicrophone = (it: MediaStream | null): void => it?.getTracks().forEach((track) => track.stop())

/** Whether this browser lets one choose where it sounds; else it is the computer's own choice. */
export const choosesHeadset = (): boolean => typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype

/** What there is; its names only once the microphone may be heard. */
export async function devices(): Promise<Devices> {
  const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? []
  // Chromium also lists the computer's choice, under an id of its own.
  const of = (kind: MediaDeviceKind): readonly Device[] =>
    all.filter((one) => one.kind === kind && one.deviceId !== '' && one.deviceId !== 'communications').map((one) => ({ id: one.deviceId, label: one.label }))
  return { microphones: of('audioinput'), headsets: of('audiooutput') }
}

/** Let a sound be heard on the chosen headset; what comes back ends it. */
export function play(sound: MediaStream, headset: string): () => void {
  const speaker = new Audio()
  speaker.srcObject = sound
  speaker.autoplay = true
  // One that is gone since: what the computer takes then is better than silence.
  if (choosesHeadset() && headset !== '') void speaker.setSinkId(headset).catch(() => undefined)
  void speaker.play().catch(() => undefined)
  return () => {
    speaker.pause()
    speaker.srcObject = null
  }
}

import { choosesHeadset, play } from './devices.ts'

const lastsMs = 2000

/** Record so long in memory, then let it be heard; false when this browser cannot. Nothing is kept and nothing is sent. */
export async function echo(microphone: MediaStream, headset: string, plays: () => void): Promise<boolean> {
  try {
    const recorded = await record(microphone)
    plays()
    await hear(recorded, headset)
    return true
  } catch {
    return false
  }
}

async function record(microphone: MediaStream): Promise<ArrayBuffer> {
  const recorder = new MediaRecorder(microphone)
  const parts: Blob[] = []
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
  const stopped = new Promise((done) => recorder.addEventListener('stop', done))
  recorder.start()
  setTimeout(() => recorder.stop(), lastsMs)
  await stopped
  return new Blob(parts).arrayBuffer()
}

async function hear(recorded: ArrayBuffer, headset: string): Promise<void> {
  const context = new AudioContext()
  const source = context.createBufferSource()
  source.buffer = await context.decodeAudioData(recorded)
  const ended = new Promise((done) => source.addEventListener('ended', done))
  let silence = (): void => undefined
  if (headset !== '' && choosesHeadset()) {
    const sound = context.createMediaStreamDestination()
    source.connect(sound)
    silence = play(sound.stream, headset)
  } else source.connect(context.destination)
  source.start()
  await ended
  silence()
  await context.close()
}

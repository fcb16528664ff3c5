import { call, fetchSound, sendFile, type Reply } from './http.ts'

/** Where coordinators hear and change what the telephone says. The body of a sound is an `ArrayBuffer`. */
export interface Recordings {
  all(): Promise<Reply>
  played(language: string, name: string): Promise<Reply>
  draft(language: string, name: string): Promise<Reply>
  upload(language: string, name: string, file: Blob): Promise<Reply>
  listened(language: string, name: string, draft: string): Promise<Reply>
  putLive(language: string, name: string, draft: string): Promise<Reply>
  discard(language: string, name: string, draft: string): Promise<Reply>
  usePlaceholder(language: string, name: string): Promise<Reply>
}

const path = (language: string, name: string, rest = ''): string => `/api/recordings/${language}/${name}${rest}`

export const recordings: Recordings = {
  all: () => call('GET', '/api/recordings'),
  played: (language, name) => fetchSound(path(language, name)),
  draft: (language, name) => fetchSound(path(language, name, '/draft')),
  upload: (language, name, file) => sendFile(path(language, name, '/draft'), file),
  listened: (language, name, draft) => call('POST', path(language, name, '/listened'), { draft }),
  putLive: (language, name, draft) => call('POST', path(language, name, '/live'), { draft }),
  discard: (language, name, draft) => call('POST', path(language, name, '/discard'), { draft }),
  usePlaceholder: (language, name) => call('POST', path(language, name, '/placeholder'), {}),
}

import { m } from '../../paraglide/messages.js'
import type { Wrong } from '../deeds.ts'
import { logInWrong } from '../texts.ts'
import type { Factor } from './wire.ts'

/** What is wrong with a code, or why it could not be looked at. */
export const codeWrong = ({ code, seconds }: Wrong): string =>
  code === 'wrong_credentials' || code === 'wrong_code' || code === 'invalid'
    ? m.desk_second_code_wrong()
    : code === 'signed_out'
      ? m.desk_second_over()
      : logInWrong(code, seconds)

/** The same of what a device should have signed. */
export const passkeyWrong = (it: Wrong): string =>
  it.code === 'wrong_credentials' || it.code === 'wrong_code' || it.code === 'no_passkey' ? m.desk_second_passkey_wrong() : codeWrong(it)

/** Why a change was not made. */
export const changeWrong = ({ code, seconds }: Wrong): string =>
  code === 'wrong_credentials' ? m.desk_second_password_wrong() : code === 'no_passkey' || code === 'wrong_code' ? m.desk_second_passkey_wrong() : code === 'last_factor' ? m.desk_second_last() : logInWrong(code, seconds)

/** The secret in fours, as it is easier to copy. */
export const inFours = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ')

export const kindText = (it: Factor): string => (it.kind === 'code' ? m.desk_second_app() : it.name)

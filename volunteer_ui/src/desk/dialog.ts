export const questions = ['keys', 'hand_over', 'end', 'log_out', 'alarm', 'end_danger', 'recording_danger', 'log_out_danger', 'danger', 'notice', 'about', 'second_step', 'watch', 'take_over', 'time_out', 'block', 'phone_check', 'consult', 'consent'] as const
export type Question = (typeof questions)[number]

/** A question above the page, about the conversation that was in view when it was asked. */
export interface Dialog {
  readonly ask: Question
  readonly of: string | null
}

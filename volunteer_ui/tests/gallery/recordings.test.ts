import { describe, expect, test } from 'vitest'
import { fromSnapshot, type Mirror } from '../../src/child/mirror'
import * as child from '../../src/child/reducer'
import { screenOf as childScreenOf, screens as childScreens } from '../../src/child/screen'
import * as desk from '../../src/desk/reducer'
import { screenOf as deskScreenOf, screens as deskScreens } from '../../src/desk/screen'
import { questions } from '../../src/desk/dialog'
import * as practice from '../../src/practice/reducer'
import { ofChild } from '../../src/gallery/of_child'
import { ofDesk } from '../../src/gallery/of_desk'
import { ofPractice } from '../../src/gallery/of_practice'
import type { ChildRecording, DeskRecording } from '../../src/gallery/recording'

const childAfter = ({ events }: ChildRecording): child.State => events.reduce(child.reduce, child.initial)
const deskAfter = ({ happened }: DeskRecording): desk.Desk => happened.reduce(desk.reduce, desk.empty)

/** Without what only ages. */
const steady = ({ estimate: _, ...rest }: Mirror): Omit<Mirror, 'estimate'> => rest
const serverHalf = ({ me, offers, conversations, queue, notice, alarms, askedAlong, agreements }: desk.Desk) => ({ me, offers, conversations, queue, notice, alarms, askedAlong, agreements })

const childEvents = new Set(['opening', 'queue', 'joined', 'interrupted', 'message', 'typing', 'ended', 'entered'])
const deskEvents = new Set(['me', 'offer', 'offer_gone', 'conversation', 'message', 'typing', 'queue', 'notice', 'accepted', 'said', 'alarm', 'alarm_taken', 'alarm_over', 'asked_along', 'asked_along_over', 'agreements', 'opened'])
/** What is heard after the last snapshot. */
const since = <T>(all: readonly T[], isSnapshot: (one: T) => boolean): readonly T[] => all.slice(all.map(isSnapshot).lastIndexOf(true) + 1)

const childChanged = ofChild.filter(({ events }) => since(events, ({ type }) => type === 'snapshot').some(({ type }) => childEvents.has(type)))
const deskChanged = ofDesk.filter(({ happened }) => since(happened, ({ is }) => is === 'snapshot').some(({ is }) => deskEvents.has(is)))

describe('in the gallery', () => {
  test.each(ofChild)('the child’s page of $name is the screen it says', (recording) => {
    expect(childScreenOf(childAfter(recording))).toBe(recording.screen)
  })

  test.each(ofDesk)('the desk of $name is the screen it says', (recording) => {
    expect(deskScreenOf(deskAfter(recording))).toBe(recording.screen)
  })

  test.each(childChanged)('the child’s page of $name is what a fresh snapshot would show', (recording) => {
    expect(recording.fresh).toBeDefined()
    expect(steady(childAfter(recording).server)).toEqual(steady(fromSnapshot(recording.fresh!)))
  })

  test.each(deskChanged)('the desk of $name is what a fresh snapshot would show', (recording) => {
    expect(recording.fresh).toBeDefined()
    const fresh = desk.reduce(desk.empty, { is: 'snapshot', snapshot: recording.fresh! })
    expect(serverHalf(deskAfter(recording))).toEqual(serverHalf(fresh))
  })

  test('each state has a name of its own', () => {
    for (const all of [ofChild, ofDesk, ofPractice]) expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
  })
})

describe('the gallery leaves out', () => {
  test('no screen of the child’s page', () => {
    expect(childScreens.filter((screen) => !ofChild.some((one) => one.screen === screen))).toEqual([])
  })

  test('no screen of the desk', () => {
    expect(deskScreens.filter((screen) => !ofDesk.some((one) => one.screen === screen))).toEqual([])
  })

  test('no way in which a conversation ends', () => {
    const reasons = ofChild.map((one) => childAfter(one).server.ended?.reason)
    expect(['left', 'volunteer', 'lost', 'time_out', 'blocked', 'closed'].filter((reason) => !reasons.includes(reason))).toEqual([])
  })

  test('no reason for which a child is sent away', () => {
    const refusals = ofChild.map((one) => childAfter(one).refusal)
    expect(['full', 'timed_out', 'blocked', 'too_many', 'try_again', 'fault'].filter((code) => !refusals.some((one) => one?.code === code))).toEqual([])
    expect(['prank', 'testing', 'sexual', 'abusive', 'other'].filter((why) => !refusals.some((one) => one?.reason === why))).toEqual([])
  })

  test('no state of a call on the practice line', () => {
    const shown = ofPractice.map(({ events }) => events.reduce(practice.reduce, practice.initial).call.state)
    expect((['idle', 'rings', 'waits', 'talks', 'on_hold', 'leaves', 'over'] as const).filter((one) => !shown.includes(one))).toEqual([])
  })

  test('no question above the desk', () => {
    const asked = ofDesk.map(({ ask }) => ask)
    expect(questions.filter((one) => !asked.includes(one))).toEqual([])
  })

  test('no state of the link with the desk', () => {
    const links = ofDesk.map((one) => deskAfter(one).link)
    expect((['starting', 'here', 'gone', 'signed_out', 'refused'] as const).filter((one) => !links.includes(one))).toEqual([])
  })
})

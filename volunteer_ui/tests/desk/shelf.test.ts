import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { changes } from '../../src/desk/shelf/changes'
import { apart, empty, together, wordsIn, type Filled } from '../../src/desk/shelf/file'
import { Kept } from '../../src/desk/kept'
import { Shelf } from '../../src/desk/shelf/shelf.svelte'
import { changed, edit, editing } from '../../src/gallery/shelf'
import type { Edit } from '../../src/gallery/recording'
import { keptByPage, type Keeper } from '../../src/shared/storage'

const filled: Filled = {
  ...empty,
  title: 'Ruzie: met je ouders',
  keywords: ['ruzie thuis', "foto's", 'a, b', '"quoted"', 'yes', '- x'],
  subtopic: 'conflict-with-parents',
  owner: 'redactie',
  review: '2027-05-21',
  acute: true,
  referrals: ['school', 'veilig_thuis'],
  body: '## Wat speelt er\nEen kind.\n\n- een\n- twee',
  children: 'Praat erover.\n\nJe mag.',
}

describe('a file', () => {
  test('is what was filled in, whatever is written', () => {
    expect(apart(together(filled))).toEqual(filled)
    expect(apart(together({ ...filled, language: 'en', children: '' }))).toEqual({ ...filled, language: 'en', children: '' })
    expect(apart(together(empty))).toEqual(empty)
  })

  test.each(['no header', '---\ntitle: x\nstrange: y\n---\n\nz', '---\ntitle: x\ntitle: y\n---\n', '---\nkeywords:\n  - a\n---\n', '---\ntitle: |\n  x\n---\n', '---\ntitle: x # y\n---\n', '---\nkeywords: [a, [b]]\n---\n'])('that the form cannot hold stays text: %j', (content) => {
    expect(apart(content)).toBeNull()
  })

  const articles = new URL('../../../knowledgebase/articles/', import.meta.url)
  test('of those that are shipped comes back as it was', () => {
    const files = readdirSync(articles, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'))
    expect(files.length).toBeGreaterThan(150)
    for (const name of files) {
      const content = readFileSync(new URL(name, articles), 'utf8')
      const read = apart(content)
      expect([name, read === null ? null : together(read)]).toEqual([name, content])
    }
  })

  test('has its keywords as somebody types them', () => {
    expect(wordsIn(' pesten,  buiten  sluiten\nklas,,pesten')).toEqual(['pesten', 'buiten sluiten', 'klas'])
  })
})

test('two versions are compared line by line, without what is far from a change', () => {
  const lines = Array.from({ length: 9 }, (_, at) => `regel ${at}`)
  const later = lines.map((line, at) => (at === 4 ? 'anders' : line))
  expect(changes(lines.join('\n'), later.join('\n'), 1)).toEqual([
    null,
    { is: 'same', text: 'regel 3' },
    { is: 'gone', text: 'regel 4' },
    { is: 'new', text: 'anders' },
    { is: 'same', text: 'regel 5' },
    null,
  ])
})

describe('an editor', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => vi.useRealTimers())

  async function at(...edits: readonly Edit[]) {
    const net = editing(edits)
    const write = vi.spyOn(net, 'write')
    const shelf = new Shelf(net)
    await edit(shelf, edits)
    return { shelf, write }
  }
  const wrote: Edit = { write: changed, why: 'Duidelijker' }
  const open: Edit = { open: 'conflict-with-parents' }

  test('keeps a draft made from the version that was opened, and says why', async () => {
    const { shelf, write } = await at(open, wrote, { keep: 'well' })
    expect(write).toHaveBeenCalledWith({ content: changed, why: 'Duidelijker', base: 2, publish: false })
    expect([shelf.done, shelf.changed, shelf.why, shelf.writing?.base]).toEqual(['kept', false, '', 3])
  })

  test('loses nothing when somebody else wrote meanwhile, and goes on when told to', async () => {
    const { shelf, write } = await at(open, wrote, { keep: 'edited_meanwhile' })
    expect(shelf.refused).toMatchObject({ code: 'edited_meanwhile', latest: 3 })
    expect(shelf.writing?.content).toBe(changed)
    shelf.goOnFrom(3)
    await shelf.keep(true)
    expect(write.mock.lastCall?.[0]).toEqual({ content: changed, why: 'Duidelijker', base: 3, publish: true })
  })

  test('loses nothing when the text is refused', async () => {
    const { shelf } = await at(open, wrote, { keep: 'invalid' })
    expect(shelf.refused).toMatchObject({ code: 'invalid', reason: 'sentence of 31 words' })
    expect([shelf.writing?.content, shelf.why]).toEqual([changed, 'Duidelijker'])
  })

  test('takes up an earlier version without keeping it', async () => {
    const { shelf, write } = await at(open)
    await shelf.restore({ number: 1, by: null, why: '', at: '' }, 'Terug naar versie 1')
    expect(shelf.form?.children).toBe('')
    expect([shelf.changed, shelf.why]).toEqual([true, 'Terug naar versie 1'])
    expect(write).not.toHaveBeenCalled()
  })

  test('fills in a form, and the rest of the file stays', async () => {
    const { shelf } = await at(open)
    shelf.fill({ title: 'Bonje' })
    expect(shelf.form).toMatchObject({ title: 'Bonje', subtopic: 'conflict-with-parents' })
    expect(shelf.changed).toBe(true)
  })

  test('keeps what is being written when an article is published meanwhile', async () => {
    const { shelf } = await at(open, wrote)
    await shelf.publish(2)
    expect([shelf.done, shelf.writing?.content, shelf.changed]).toEqual(['published', changed, true])
  })
})

describe('a page that is loaded again', () => {
  const open: Edit = { open: 'conflict-with-parents' }

  async function reloaded(store: Keeper) {
    const shelf = new Shelf(editing([]), new Kept(store))
    await shelf.takeUp()
    return shelf
  }

  async function writing(edits: readonly Edit[]) {
    const store = keptByPage()
    const shelf = new Shelf(editing([...edits, { keep: 'well' }]), new Kept(store))
    await edit(shelf, edits)
    return { shelf, store }
  }

  test('has what the editor was writing, with why and from which version', async () => {
    const { store } = await writing([open, { write: changed, why: 'Duidelijker' }])
    const shelf = await reloaded(store)
    expect([shelf.writing?.content, shelf.writing?.base, shelf.why, shelf.changed, shelf.done]).toEqual([changed, 2, 'Duidelijker', true, 'found'])
    expect(shelf.writing?.volume?.article).toBe('conflict-with-parents')
  })

  test('has an article that was begun', async () => {
    const { shelf, store } = await writing([{ begin: 'nl' }])
    shelf.fill({ title: 'Bonje' })
    const again = await reloaded(store)
    expect([again.writing?.volume, again.form?.title, again.changed]).toEqual([null, 'Bonje', true])
  })

  test('has the list of synonyms', async () => {
    const { shelf, store } = await writing([{ part: 'synonyms' }])
    shelf.writeSynonyms('groups: []')
    shelf.why = 'Korter'
    const again = await reloaded(store)
    await again.openSynonyms()
    expect([again.synonyms?.content, again.synonyms?.base, again.why]).toEqual(['groups: []', 4, 'Korter'])
  })

  test.each([
    ['kept', async (shelf: Shelf) => shelf.keep(false)],
    ['left', async (shelf: Shelf) => shelf.close()],
    ['put back as it was', async (shelf: Shelf) => shelf.write(shelf.writing?.kept ?? '')],
  ])('has nothing of what was %s', async (_, deed) => {
    const { shelf, store } = await writing([open, { write: changed, why: 'Duidelijker' }])
    await deed(shelf)
    expect((await reloaded(store)).writing).toBeNull()
  })

  test('has nothing of whoever logged out', async () => {
    const { store } = await writing([open, { write: changed, why: 'Duidelijker' }])
    new Kept(store).forget()
    expect((await reloaded(store)).writing).toBeNull()
  })
})

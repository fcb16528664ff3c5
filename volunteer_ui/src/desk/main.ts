import '../tokens.css'
import './desk.css'
import { mount } from 'svelte'
import { deskLink } from '../net/desk.ts'
import { fetchForm, fetchOpened, fetchTopics, logIn, logOut } from '../net/http.ts'
import { audit } from '../net/audit.ts'
import { factors } from '../net/factors.ts'
import { recordings } from '../net/recordings.ts'
import { editing, knowledge } from '../net/knowledge.ts'
import { m } from '../paraglide/messages.js'
import { startLanguage } from '../shared/language.svelte'
import { useOwnWords } from '../shared/own_words'
import { pageSettings } from '../shared/settings'
import { keptByBrowser, keptByTab } from '../shared/storage'
import { Bell } from './alert.ts'
import { Kept } from './kept.ts'
import Page from './Page.svelte'
import { Ringing } from './ringing.ts'
import { Table } from './table.svelte.ts'

const settings = pageSettings()
useOwnWords(settings.texts)
startLanguage(settings)
const web = { logIn, logOut, fetchForm, fetchOpened, fetchTopics, knowledge, editing, audit, factors, recordings }
const bell = new Bell()
const notifications = { offer: m.desk_offer_notification, alarm: m.desk_alarm_notification, along: m.desk_along_notification, agreement: m.desk_agreement_notification, beside: m.desk_beside_notification }
const ringing = new Ringing(bell, (of) => notifications[of]())
const table = new Table(deskLink(), web, new Kept(keptByTab()), ringing, keptByBrowser(), settings.version)
const target = document.getElementById('page')
if (target) mount(Page, { target, props: { table } })
table.start()
setTimeout(() => bell.prepare(), 200)

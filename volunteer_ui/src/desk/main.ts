import '../tokens.css'
import { mount } from 'svelte'
import { startLanguage } from '../shared/language.svelte'
import { pageSettings } from '../shared/settings'
import Page from './Page.svelte'

const settings = pageSettings()
startLanguage(settings.language)
const target = document.getElementById('page')
if (target) mount(Page, { target })

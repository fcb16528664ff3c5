import '../tokens.css'
import { mount } from 'svelte'
import Page from './Page.svelte'

const target = document.getElementById('page')
if (target) {
  target.replaceChildren()
  mount(Page, { target })
}

import { defaults, type Help, type Settings } from '../shared/settings.ts'
import type { Said } from '../shared/own_words.ts'

/** A helpline that chose: its settings, and the style sheet that the server makes of its colours. */
export interface Own {
  readonly settings: Settings
  readonly style: string
}

const french: Readonly<Record<string, Said>> = {
  shared_language_name: 'Français',
  child_title: 'Bienvenue',
  child_exit: 'Partir vite',
  child_exit_why: 'Clique ici si quelqu’un regarde.',
  child_language: 'Langue',
  child_welcome: 'Tu as bien fait de venir.',
  child_welcome_anonymous: 'Tu n’as pas à dire qui tu es.',
  child_chat: 'Je veux écrire',
  child_call: 'Je veux appeler',
  child_call_costs: 'gratuit',
  child_hours: 'Quand sommes-nous là ?',
  child_hours_line: '{days} : {times}',
  child_hours_days: 'de {first} à {last}',
  child_hours_times: 'de {from} à {until}',
  child_hours_whole: '{hour} h',
  child_hours_none: 'fermé',
  child_known: 'Que savons-nous de toi ?',
  child_known_hidden_phone: 'Qui te répond ne voit ni ton numéro ni ton adresse.',
  child_known_silent_phone: 'Nous ne répétons rien. Sauf si tu es d’accord. Ou si toi ou un autre êtes en grand danger.',
  child_known_chat: { one: 'Nous gardons un chat 1 jour, sous clé.', other: 'Nous gardons un chat {days} jours, sous clé.' },
  child_known_calls: 'Nous n’enregistrons pas les appels.',
  child_known_code_phone: 'Ton numéro ou ton adresse internet devient un code secret.',
  child_known_code_kept: { one: 'Nous le gardons 1 jour.', other: 'Nous le gardons {days} jours.' },
  child_known_code_why: 'Ainsi nous voyons si tu es déjà venu.',
  child_known_device: 'Ton navigateur peut garder un code. Effacer l’enlève.',
  child_known_advice: 'N’écris ni ton nom, ni ton adresse.',
  child_known_calls_stay: 'Le numéro que tu appelles reste dans ton téléphone.',
  child_known_history: 'Ce site reste dans ton historique. Tu peux l’effacer.',
  child_known_exit: 'Avec Partir vite, la page est vide aussitôt.',
}

const arabic: Readonly<Record<string, Said>> = {
  ...Object.fromEntries(Object.keys(french).map((key) => [key, '…'])),
  shared_language_name: 'العربية',
  child_title: 'أهلا',
  child_exit: 'خروج سريع',
  child_exit_why: 'اضغط هنا إذا كان أحد ينظر.',
  child_language: 'اللغة',
  child_welcome: 'جيد أنك هنا.',
  child_welcome_anonymous: 'لا داعي لأن تقول من أنت.',
  child_chat: 'أريد أن أكتب',
  child_call: 'أريد أن أتصل',
  child_call_costs: 'مجانا',
  child_hours: 'متى نحن هنا؟',
  child_known: 'ماذا نعرف عنك؟',
}

const help = (when: string, text: string): readonly Help[] => [{ when, lines: [{ text, href: 'tel:112' }] }]
const evening = [['16:00', '20:30']] as const

const settings: Settings = {
  ...defaults,
  name: 'La Ligne',
  language: 'fr',
  languages: ['fr', 'nl', 'ar'],
  fromRightToLeft: ['ar'],
  phone: { number: '0800 0000', href: 'tel:08000000' },
  hours: { always: false, weekly: [evening, evening, evening, evening, evening, [], []], dates: {} },
  numbers: { fr: help('Es-tu en danger ?', 'Appelle le 112.'), nl: help('Ben je nu in gevaar?', 'Bel 112.'), ar: help('هل أنت في خطر؟', 'اتصل بالرقم 112.') },
  texts: { fr: french, ar: arabic },
}

const style = `:root{--ground:#f3f7fd;--raised:#f9fdff;--sunken:#eaeef4;--action:#6b2d5c;--action-strong:#561949;--on-action:#fefafd;--mine:#d9efd2;--on-mine:#0f190c;}
@media (prefers-color-scheme: dark){:root{--ground:#111a1e;--raised:#1b262b;--sunken:#0b1316;--action:#e7b6d6;--action-strong:#fbc9ea;--on-action:#1f111a;--mine:#2c4a26;--on-mine:#fafdf9;}}`

export const ownFrench: Own = { settings, style }
export const ownArabic: Own = { settings: { ...settings, language: 'ar' }, style }

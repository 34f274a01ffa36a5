import { words } from '../lib/words'
import { en } from './en'
import { ko } from './ko'

export const w = words(ko, en)

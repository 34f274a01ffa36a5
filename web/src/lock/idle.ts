// Locks the device when nobody has touched it for some minutes, in any of its pages: they are loaded anew, and the key is in no
// memory any more.
const key = 'touched' // when somebody last did something, shared by the pages of the browser
const often = 5_000 // milliseconds between two notes of it, and between two looks

let minutes = 0
let timer: ReturnType<typeof setInterval> | undefined
let noted = 0

function touch(): void {
  const now = Date.now()
  if (Math.abs(now - noted) < often) return
  noted = now
  localStorage.setItem(key, String(now))
}

function look(): void {
  const last = Number(localStorage.getItem(key) ?? 0)
  if (last > Date.now()) touch() // the clock was set back: it begins anew, or the page would stay open until then
  else if (minutes > 0 && Date.now() - last > minutes * 60_000) lockNow()
}

/** The page forgets all it knows: it is loaded anew, and asks for the PIN. */
export const lockNow = () => location.reload()

/** Watches for so many minutes; 0 for not. */
export function watchIdle(afterMinutes: number): void {
  minutes = afterMinutes
  noted = 0
  clearInterval(timer)
  if (minutes === 0) return
  touch()
  if (!timer) for (const name of ['pointerdown', 'keydown', 'wheel', 'touchstart']) addEventListener(name, touch, { passive: true, capture: true })
  timer = setInterval(look, often)
  document.addEventListener('visibilitychange', look) // a tablet that slept
}

// Makes a picture small enough to be sent: drawn anew on the device, so that nothing of what a camera writes into a file
// (where and when it was taken) goes along.
import { sha256 } from './sha256'

/** How large a picture may be, in pixels and bytes; the server takes no more of the latter. */
export const shrinking = { edge: 1600, bytes: 1024 * 1024 - 1, thumbEdge: 320, thumbBytes: 16 * 1024 }

export interface Shrunk {
  sha256: string
  width: number
  height: number
  /** A small JPEG of it. */
  thumb: Uint8Array<ArrayBuffer>
  /** The JPEG itself. */
  data: Uint8Array<ArrayBuffer>
}

/** The file is no picture that this browser can open. */
export class Unreadable extends Error {}

export async function shrink(file: Blob): Promise<Shrunk> {
  const image = await load(file)
  try {
    const large = await within(image, shrinking.edge, shrinking.bytes, 0.85)
    const small = await within(image, shrinking.thumbEdge, shrinking.thumbBytes, 0.7)
    return { sha256: await sha256(large.data), width: large.width, height: large.height, thumb: small.data, data: large.data }
  } finally {
    image.close()
  }
}

async function load(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch {
    throw new Unreadable()
  }
}

interface Drawn {
  width: number
  height: number
  data: Uint8Array<ArrayBuffer>
}

/** Draws it so that it fits, with less and less quality and then smaller, until it is light enough. */
async function within(image: ImageBitmap, edge: number, bytes: number, quality: number): Promise<Drawn> {
  for (let most = edge; ; most = Math.floor(most * 0.75)) {
    for (let q = quality; q > 0.35; q -= 0.15) {
      const drawn = await draw(image, most, q)
      if (drawn.data.length <= bytes || most < 32) return drawn
    }
  }
}

async function draw(image: ImageBitmap, edge: number, quality: number): Promise<Drawn> {
  const scale = Math.min(1, edge / Math.max(image.width, image.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(image.width * scale))
  canvas.height = Math.max(1, Math.round(image.height * scale))
  const ground = canvas.getContext('2d')
  if (!ground) throw new Unreadable()
  ground.fillStyle = '#fff' // behind what is see-through: JPEG would make it black
  ground.fillRect(0, 0, canvas.width, canvas.height)
  ground.imageSmoothingQuality = 'high'
  ground.drawImage(image, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
  if (!blob) throw new Unreadable()
  return { width: canvas.width, height: canvas.height, data: new Uint8Array(await blob.arrayBuffer()) }
}

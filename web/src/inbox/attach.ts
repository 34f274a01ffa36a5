// A picture that was chosen for a message: made small on the device, with nothing in it of where it was taken.
import { create } from '@bufbuild/protobuf'
import { type Photo, PhotoSchema } from '../gen/dangol/channel/v1/resource_pb'
import { shrink } from '../lib/shrink'

export interface Chosen {
  photo: Photo
  data: Uint8Array
  address: string // to be revoked
}

export async function read(file: Blob): Promise<Chosen> {
  const { data, ...photo } = await shrink(file)
  return { photo: create(PhotoSchema, photo), data, address: URL.createObjectURL(new Blob([data], { type: 'image/jpeg' })) }
}

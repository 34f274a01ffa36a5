import { Role } from '../gen/dangol/shop/v1/resource_pb'
import { store } from '../lib/store.svelte'

/** Whether whoever is signed in here owns the shop: most of this part is the owner's to change. */
export const isOwner = () => (store.staff.find((s) => s.id === store.session?.staffId)?.role ?? Role.STAFF) === Role.OWNER

/**
 * Sharing: what one agency lets another see, under which labels and until when. It exists so that agencies that met the
 * same scam can tell each other so, by a row that names who, what and why and that ends, and so that nothing else of
 * theirs is ever seen. Whoever owns a thing decides about it; whoever it is shared with looks, and acts as far as PAP says.
 */
export { createSharingModule } from './module.ts';

/**
 * The machine room: whether the server lives, is ready and how it does, what it offers to programs, and the files that
 * pages need. It exists so that the modules of the domain need not know of any of that.
 */
export { createMachineModule } from './module.ts';

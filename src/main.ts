import { favorMemory } from './memory.ts';

favorMemory();
await import('./program.ts');

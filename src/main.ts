for (const flag of ['--semi-space-growth-factor=1', '--no-turbofan', '--no-maglev'])
  process.getBuiltinModule('v8').setFlagsFromString(flag);
await import('./program.ts');

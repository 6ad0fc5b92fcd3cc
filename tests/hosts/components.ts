import type { Files } from '../support/project.ts';

/** A component with a cache of sessions in its module, as a Vue and a Svelte single-file component. */
export const components: Files = {
  'Chat.vue': `<template>
  <button @click="send">{{ label }}</button>
</template>

<script lang="ts">
import { Composio } from '@composio/core';

const composio = new Composio();
const sessions = new Map<string, unknown>();
</script>

<script setup lang="ts">
defineProps<{ userId: string; label: string }>();

async function sessionFor(userId: string) {
  const known = sessions.get(userId);
  if (known) return known;
  const session = await composio.create(userId);
  sessions.set(userId, session);
  return session;
}

async function send() {
  await sessionFor('u');
}
</script>
`,
  'Chat.svelte': `<script module lang="ts">
  import { Composio } from '@composio/core';

  const composio = new Composio();
  const sessions = new Map<string, unknown>();

  export async function sessionFor(userId: string) {
    const known = sessions.get(userId);
    if (known) return known;
    const session = await composio.create(userId);
    sessions.set(userId, session);
    return session;
  }
</script>

<script lang="ts">
  let { userId }: { userId: string } = $props();
</script>

<button onclick={() => sessionFor(userId)}>send</button>
`,
};

/** A page of documentation with several blocks, of which two are faulty. */
export const documentation: Files = {
  'guide.md': `# Sessions

\`\`\`ts
import { Composio } from '@composio/core';
export const composio = new Composio();
\`\`\`

\`\`\`typescript
const sessions = new Map<string, unknown>();

export async function sessionFor(userId: string) {
  const session = await composio.create(userId);
  sessions.set(userId, session);
  return session;
}
\`\`\`

1. Or as a field:

   \`\`\`js
   export class Service {
     async session(userId) {
       this.session ??= await composio.create(userId);
       return this.session;
     }
   }
   \`\`\`
`,
};

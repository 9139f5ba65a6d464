import type { Component } from 'svelte';

/** An icon component as the kit takes it. */
export type IconComponent = Component<Record<string, unknown>>;

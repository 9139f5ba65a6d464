import CircleAlert from '@lucide/svelte/icons/circle-alert';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import Info from '@lucide/svelte/icons/info';
import OctagonX from '@lucide/svelte/icons/octagon-x';
import ScaleIcon from '@lucide/svelte/icons/scale';
import type { Finding } from '../../shared/rules/result.ts';
import type { IconComponent } from '../ui/icon.ts';

/** Look of a finding by its severity. */
export const findingLooks: Record<
  Finding['severity'],
  { tone: 'ban' | 'bad' | 'prov' | 'warn' | 'info'; icon: IconComponent }
> = {
  stop: { tone: 'ban', icon: OctagonX },
  breach: { tone: 'bad', icon: CircleAlert },
  review: { tone: 'prov', icon: ScaleIcon },
  gap: { tone: 'warn', icon: CircleDashed },
  note: { tone: 'info', icon: Info },
};

import { accessibilityOf } from './accessibility.ts';

accessibilityOf('dark');

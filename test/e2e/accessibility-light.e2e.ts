import { accessibilityOf } from './accessibility.ts';

accessibilityOf('light');

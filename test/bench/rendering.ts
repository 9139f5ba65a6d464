import type { RenderOptions } from '../../electron/pdf/render.ts';

/** How the bench writes its dossiers: without attachments, which the pages of the references do not have. */
export const rendering: RenderOptions = {
  createdAt: new Date('2026-11-23T10:00:00Z'),
  fileId: 'bench',
  attachments: [],
  signatureFields: 'none',
};

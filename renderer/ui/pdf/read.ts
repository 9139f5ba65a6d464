/** How the bytes of a document are fetched: may be stopped, and tells how far it is. */
export interface ReadControl {
  signal: AbortSignal;
  onProgress: (progress: { done: number; total: number; label?: string | undefined }) => void;
}

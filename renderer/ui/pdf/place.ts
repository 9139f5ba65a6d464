/** Puts what was drawn into its place instead of what was there; an empty canvas gives its memory back at once. */
export function fillPlace(place: HTMLElement | undefined, ...drawn: HTMLElement[]): void {
  const before = place?.querySelector('canvas');
  place?.replaceChildren(...drawn);
  if (before) before.width = before.height = 0;
}

import { peopleEndpoints } from '../../../server/contracts/core/people.js';
import { addressOf } from '../api.js';

/** Where a person's picture is; undefined without one. A new picture has a new address. */
export const photoOf = (person: { id: number; photoId: number | null }): string | undefined =>
  person.photoId === null ? undefined : addressOf(peopleEndpoints.photo, { params: { id: person.id }, query: { v: person.photoId } });

/** Points of a side: sharp in the largest place, also on a dense screen. */
const side = 400;

/** The middle square of a picture, made small in this browser. @throws when the file is not a picture that it knows. */
export async function smallPicture(file: File): Promise<File> {
  const bitmap = await createImageBitmap(file);
  const edge = Math.min(bitmap.width, bitmap.height);
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser draws nothing');
  // What is transparent would become black.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, side, side);
  context.drawImage(bitmap, (bitmap.width - edge) / 2, (bitmap.height - edge) / 2, edge, edge, 0, 0, side, side);
  bitmap.close();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.88));
  if (!blob) throw new Error('The picture could not be drawn');
  return new File([blob], 'photo.jpg', { type: 'image/jpeg' });
}

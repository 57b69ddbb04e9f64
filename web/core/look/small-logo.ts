/** Pixels that a logo has at most: sharp on paper and on a dense screen. */
const widest = 800;
const highest = 320;

/**
 * A logo made small in this browser, as PNG with its transparency. A drawing (SVG) is painted here, where nothing in it runs and nothing is
 * fetched, so that only its picture is stored.
 * @throws when the file is not a picture that the browser knows.
 */
export async function smallLogo(file: File): Promise<File> {
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    if (!width || !height) throw new Error('The picture has no size');
    const fitting = Math.min(widest / width, highest / height);
    const scale = file.type === 'image/svg+xml' ? fitting : Math.min(1, fitting);
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const context = canvas.getContext('2d');
    if (!context) throw new Error('This browser draws nothing');
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('The picture could not be drawn');
    return new File([blob], 'logo.png', { type: 'image/png' });
  } finally {
    URL.revokeObjectURL(address);
  }
}

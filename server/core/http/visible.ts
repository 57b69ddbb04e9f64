/**
 * A pattern of JSON Schema for texts in which there is something to see: not spaces alone, nor signs of no width and those that only
 * steer the direction. With nothing to see, a record stands in its lists as a line that nobody can read or name.
 */
export const visible = '[^\\s\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}\\u2800]';

const pattern = new RegExp(visible, 'u');

/** Whether there is something to see in a text. */
export const isVisible = (text: string): boolean => pattern.test(text);

/** Digits without which nothing can be called. */
const fewest = 3;

/** A telephone number to be called by a click; words that are none stay words. */
export function PhoneLink({ phone }: { phone: string }) {
  const digits = phone.replace(/[^+\d]/g, '');
  return digits.replace('+', '').length < fewest ? phone : <a href={`tel:${digits}`}>{phone}</a>;
}

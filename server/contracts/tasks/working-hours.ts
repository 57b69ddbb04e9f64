/** The company's working day, from hour to hour on the clock of its zone, Monday to Friday. */
export const workingHours = { from: 9, until: 18 } as const;

/** Minutes of working time in a day. */
export const workingDay = (workingHours.until - workingHours.from) * 60;

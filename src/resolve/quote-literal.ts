/** A string as a SQL literal for a query that nobody reads; `standard_conforming_strings` leaves only the quote to double. */
export const quoteLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`

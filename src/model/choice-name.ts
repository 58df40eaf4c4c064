/** Name of the fact that asOf chooses, in SQL. The build finds the choice by it, to ask for the proof that it is of one row. */
export const choiceName = 'as_of_choice'

/** What can be chosen from: persons, cars, connectors. */

/** Something to choose, as a car that a session can be given to. */
export interface Choice {
  key: string;
  name: string;
}

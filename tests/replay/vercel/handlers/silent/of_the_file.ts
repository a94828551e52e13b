"use workflow";
// A directive of the file is meant for the functions that it exports where they are made.
import { charge } from "./steps_of_the_file";

export async function declared() {
  return charge("declared");
}

export const assigned = async () => helper();

async function helper() {
  return charge("helper");
}

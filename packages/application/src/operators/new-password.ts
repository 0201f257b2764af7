import { randomInt } from "node:crypto";

/** Without letters that look like digits. */
const letters = "abcdefghjkmnpqrstuvwxyz23456789";
const groups = 4;
const lettersInGroup = 5;

/** A password for somebody who has to change it: 20 letters in groups, 99 bits. */
export function newPassword(): string {
  return Array.from({ length: groups }, group).join("-");
}

function group(): string {
  return Array.from({ length: lettersInGroup }, () => letters[randomInt(letters.length)]).join("");
}

/** What stands in every explanation of a term or a clause (base/glossary.js). */

export const GLOSSARY = /** @type {const} */ ({
  term: "{term} {meaning}",
  clause: "{recommendation} is about {title}. The number is that of the clause in it. {link}",
  follows: "Where the tester follows it",
  opens: " (opens another tab)",
});

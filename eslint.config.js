// What: the rules by which `make check` reads our scripts: ESLint's recommended ones.
// Never: reads what is built or fetched.

import js from "@eslint/js";
import globals from "globals";

const strict = { linterOptions: { reportUnusedDisableDirectives: "error" } };

export default [
  {
    ...js.configs.recommended,
    ...strict,
    files: ["requests_app/web/static/web/*.js"],
    languageOptions: { globals: globals.browser },
  },
  {
    ...js.configs.recommended,
    ...strict,
    files: ["requests_app/web/assets/*.js", "eslint.config.js"],
    languageOptions: { globals: globals.node },
  },
];

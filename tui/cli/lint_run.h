/* --lint-catalogue. */
#ifndef TUI_CLI_LINT_RUN_H
#define TUI_CLI_LINT_RUN_H

/* Prints every error of the files as "FILE:LINE: what: mend" to stdout; without files, lints the
 * built-in catalogue. Returns 0, EX_CONFIG where there were errors, EX_NOINPUT where a file cannot
 * be read. */
int lint_run(char *const *files);

#endif

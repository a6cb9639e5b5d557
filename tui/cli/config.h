/* The person's file of settings, whybounce-config(5): what the command line does not say. */
#ifndef TUI_CLI_CONFIG_H
#define TUI_CLI_CONFIG_H

#include "tui/base/options.h"

/* $XDG_CONFIG_HOME/whybounce/config.yaml; g_free(). */
char *config_default_path(void);

/* Reads options->config, else the default file where there is one, and completes `options`: what
 * was given on the command line, by NO_COLOR or as words_of_environment()'s wish, stays. Settings
 * of block lists and keys take effect at once. False and *error, "FILE:LINE: what is wrong: what
 * mends it", where something is wrong; then whybounce must not go on (EX_CONFIG). A default file
 * that is not there is no error; with --no-config none is read. */
gboolean config_apply(Options *options, GError **error);

/* All settings as they hold, a line each, with where they come from: itself such a file. g_free().
 */
char *config_shown(const Options *options);

#endif
